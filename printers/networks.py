"""Which machines a printer may be: those of networks near by, and not whoever is on the internet."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


@dataclass(frozen=True)
class Networks:
    """What is near, and whatever else an operator names: "203.0.113.0/24,2001:db8::/32".

    Near is what is not routed on the internet (IANA's special-purpose registries): private networks, this machine, a
    cable without a router.

    Args:
        text: networks besides the near ones; a single address is one, too.

    Raises:
        ValueError: one of them is no network.
    """

    text: str = ""

    def __post_init__(self) -> None:
        _ = self._others

    def __contains__(self, address: str) -> bool:
        found = ip_address(address)
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return not found.is_global or any(found in network for network in self._others)

    @property
    def _others(self) -> list[IPv4Network | IPv6Network]:
        return [ip_network(each.strip()) for each in self.text.split(",") if each]


NEARBY = Networks()
EVERYWHERE = Networks("0.0.0.0/0,::/0")


def is_address(host: str) -> bool:
    """Whether this is an address, and no name that has to be looked up."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses a name has now, in the order in which they are tried; of an address, itself.

    Raises:
        OSError: nobody knows it.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))

"""The demo: Kecamatan Karawaci, to be tried on one's own machine, and the catalogue of its city."""

from app.demo.office import DEMO_CODE, create_demo_catalogue, create_demo_office

__all__ = ["DEMO_CODE", "create_demo_catalogue", "create_demo_office"]

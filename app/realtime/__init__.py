"""The only code that knows sockets: the bell, the relay that pushes, the screens that catch up."""

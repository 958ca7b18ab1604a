"""The decode processes: the pool that owns them, the protocol, the limits, and what runs in them."""

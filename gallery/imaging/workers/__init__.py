"""The decode processes: pool, protocol, limits."""

"""Push: what subscribers and foreign hubs are sent."""

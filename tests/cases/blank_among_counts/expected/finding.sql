SELECT kind, severity, cell FROM finding

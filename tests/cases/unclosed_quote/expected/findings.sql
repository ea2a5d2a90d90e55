SELECT kind, severity, cell FROM finding WHERE kind LIKE 'quote%'

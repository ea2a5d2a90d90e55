SELECT kind FROM finding

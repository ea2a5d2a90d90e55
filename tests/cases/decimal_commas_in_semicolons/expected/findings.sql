SELECT kind, contains(message, 'shares') AS says_why FROM finding

"""How the tables that name the editions came to be; each edition's own tables come with it."""

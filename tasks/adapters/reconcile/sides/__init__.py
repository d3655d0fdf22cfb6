"""The kinds of sides: each file opens one kind and yields its rows; nothing outside knows which kind it is."""

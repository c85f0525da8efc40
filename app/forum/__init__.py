"""Family-finding forums: the meeting, its agenda, the room and the minutes."""

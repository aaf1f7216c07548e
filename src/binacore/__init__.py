"""The pure core of Renbina: regulation values, people, gaps, learning hours, indices, planner. See README.md here."""

"""The customer list: read it, check it, identify the small customers, hand them over, review after a year."""

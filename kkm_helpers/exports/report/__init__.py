"""The board paper: 4 to 8 pages as PDF, and the same as one page of HTML, from one content."""

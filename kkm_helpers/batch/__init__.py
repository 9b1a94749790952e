"""Many scenarios unattended: executed notebooks, one table, one page; on this machine or on a cluster."""

"""What pages and actions read together from several rooms."""

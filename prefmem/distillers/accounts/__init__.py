"""What turns tell at length: what somebody did, how it was for them, what it is all about."""

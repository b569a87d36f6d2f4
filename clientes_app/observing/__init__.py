"""What an administrator sees from outside: the ids of requests, the lines of the log, figures."""

"""Pages of answers: the desk, everybody's, and the phone of who carries one."""

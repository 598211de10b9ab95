package cn.jiaozi.local.core;

/// One line of the books: a transfer with its answer, numbered from 1 without gaps.
record Booking(long number, Transfer transfer, Answer answer) {}

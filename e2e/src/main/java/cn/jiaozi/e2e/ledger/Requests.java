package cn.jiaozi.e2e.ledger;

/// Makes requests in one form or another, each transfer and each hold under a number of its own.
interface Requests<T> {
    T post(long number, Pair pair);

    T hold(long number, Pair pair);

    /// Of the hold with that number.
    T capture(long number);
}

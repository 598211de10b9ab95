package cn.jiaozi.e2e.ledger;

/// Who pays whom, by the accounts' numbers.
record Pair(int debit, int credit) {}

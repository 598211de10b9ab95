package cn.jiaozi.e2e.ledger;

/// Which of the ledger's accounts are measured on.
///
/// @param count  how many
/// @param first  the number of the first
/// @param stride from one to the next
record Numbers(int count, int first, int stride) {
    Pair of(Pair drawn) {
        return new Pair(first + drawn.debit() * stride, first + drawn.credit() * stride);
    }
}

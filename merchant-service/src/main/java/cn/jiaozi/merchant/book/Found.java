package cn.jiaozi.merchant.book;

/// What is here of a closed day, beside what the ledger says that it has.
///
/// @param entries   how many of its heights are here
/// @param heights   how many it has
/// @param postedFen the sum of its legs that are here
/// @param countedFen the sum that the ledger has counted
record Found(long entries, long heights, long postedFen, long countedFen) {
    boolean isAll() {
        return entries == heights && postedFen == countedFen;
    }
}

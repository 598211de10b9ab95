package cn.jiaozi.wallet.load;

/// What became of a load or an unload.
enum LoadState {
    /// The ledger is asked.
    REQUESTED,
    /// The money is in its reserve, and the order to the chip is signed.
    LOADED,
    /// The money is in the wallet.
    UNLOADED,
    FAILED
}

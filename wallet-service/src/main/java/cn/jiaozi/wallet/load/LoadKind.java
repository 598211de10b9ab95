package cn.jiaozi.wallet.load;

/// What is asked for.
enum LoadKind {
    /// 充值: what the chip holds after it is its remainder and more.
    LOAD("load"),
    /// 圈提: the remainder goes back to the wallet.
    UNLOAD("unload");

    private final String step;

    LoadKind(String step) {
        this.step = step;
    }

    /// At the ledger.
    String step() {
        return step;
    }
}

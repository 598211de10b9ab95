package cn.jiaozi.merchant.format;

import java.io.Serial;

/// What the ledger said of an account contradicts itself, or what was counted before: nothing is made of it.
public final class DoesNotAddUp extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public DoesNotAddUp(String what) {
        super(what);
    }
}

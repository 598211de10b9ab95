package cn.jiaozi.merchant.bill;

import java.io.Serial;

/// What is kept, or what it was made of, is not what it was. Nobody gets it.
final class Altered extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    Altered(String what) {
        super(what);
    }
}

package cn.jiaozi.merchant.paper;

/// What else a receipt says, as it is called on it.
public enum Label {
    ORDER("商户订单号", "Order", false),
    PAY_MODE("支付方式", "Pay mode", false),
    STORE("门店", "Store", false),
    TERMINAL("终端", "Terminal", false),
    VOUCHERS("凭证笔数", "Vouchers", false),
    FEE("手续费", "Fee", false),
    FEE_RETURNED("退还手续费", "Returned", false),
    REFUND_NO("商户退款号", "Refund", false),
    BANK_REFERENCE("核心流水号", "Bank ref.", false),
    GOODS("商品", "Goods", true),
    REMARK("附言", "Remark", true),
    BUSINESS_ID("业务编号", "Business id", true),
    ORIGINAL_ID("原业务编号", "Original", true),
    ORIGINAL_RECEIPT("原回单", "Of receipt", true),
    ENTRIES("账务分录", "Entries", true);

    private final String zh;
    private final String en;
    private final boolean wide;

    Label(String zh, String en, boolean wide) {
        this.zh = zh;
        this.en = en;
        this.wide = wide;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }

    /// Whether it takes a line of its own.
    boolean isWide() {
        return wide;
    }
}

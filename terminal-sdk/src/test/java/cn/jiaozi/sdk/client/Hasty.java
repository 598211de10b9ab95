package cn.jiaozi.sdk.client;

import java.util.Random;

/// A client that repeats at once, for tests of what is built on it.
public final class Hasty {
    private Hasty() {}

    public static JiaoziClient client(ClientSettings settings) {
        return new JiaoziClient(settings, _ -> {}, new Random(1));
    }
}

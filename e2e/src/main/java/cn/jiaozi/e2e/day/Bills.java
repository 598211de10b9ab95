package cn.jiaozi.e2e.day;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Waits for the bills of merchants and of stores with wallets of their own, and takes each with its manifest. What is
/// there already is not taken again.
///
/// @param dir a folder for each wallet's owner below it
record Bills(Door door, LocalDate date, Path dir) implements Step {
    private static final int PAGE = 200;

    @Override
    public String name() {
        return "bills";
    }

    /// They are built by themselves once the day is whole.
    @Override
    public void begin() {}

    @Override
    public Progress look() throws IOException {
        var answer = door.get("/v1/bill-days/" + date);
        if (answer.body().path("reason").asString("").equals("BILL_NOT_READY")) {
            return Progress.underWay(answer.body().path("detail").asString());
        }
        var day = answer.must("The state of the bills");
        long flawed = day.path("flawed").asLong()
                + day.path("flawedMerchants").asLong()
                + day.path("withheld").asLong();
        if (flawed > 0) {
            return Progress.waits(flawed + " bills do not add up and are withheld");
        }
        long wanted = day.path("wanted").asLong();
        long built = day.path("built").asLong();
        return day.path("counted").asBoolean() && built == wanted
                ? Progress.done(built + " built for " + day.path("merchants").asLong() + " merchants")
                : Progress.underWay(built + " of " + wanted + " built");
    }

    /// @return how many files
    int take() throws IOException {
        int taken = 0;
        for (String merchantNo : merchants()) {
            taken += take(merchantNo, "", merchantNo);
            for (String storeNo : storesWithWallets(merchantNo)) {
                taken += take(merchantNo, "store=" + storeNo, merchantNo + "-" + storeNo);
            }
        }
        return taken;
    }

    private int take(String merchantNo, String store, String owner) throws IOException {
        var answer = door.get("/v1/merchants/" + merchantNo + "/bills/" + date + "/manifest?" + store);
        return answer.is(404) ? 0 : take(merchantNo, store, owner, answer.must("The manifest of " + owner));
    }

    private int take(String merchantNo, String store, String owner, JsonNode manifest) throws IOException {
        var folder = Files.createDirectories(dir.resolve(owner));
        int taken = 0;
        for (var file : manifest.path("files")) {
            var target = folder.resolve(file.path("fileName").asString());
            if (!Files.exists(target)) {
                var offer = door.get("/v1/merchants/" + merchantNo + "/bills/" + date + "?kind="
                                + file.path("kind").asString() + "&" + store)
                        .must("The bill " + target.getFileName());
                door.download(door.at(offer.path("url").asString()), target, false);
            }
            taken++;
        }
        Files.writeString(folder.resolve("manifest-" + date + ".json"), manifest.toPrettyString());
        return taken;
    }

    private List<String> merchants() {
        return listed("/v1/merchants", "merchants").stream()
                .map(merchant -> merchant.path("merchantNo").asString())
                .toList();
    }

    private List<String> storesWithWallets(String merchantNo) {
        return listed("/v1/merchants/" + merchantNo + "/stores", "stores").stream()
                .filter(store -> store.path("state").asString().equals("OPEN"))
                .filter(store -> !store.path("walletId").asString("").isEmpty())
                .map(store -> store.path("storeNo").asString())
                .toList();
    }

    private List<JsonNode> listed(String path, String field) {
        var found = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            var page = door.get(path + "?limit=" + PAGE + cursor).must("The list of " + field);
            page.path(field).forEach(found::add);
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return found;
    }
}

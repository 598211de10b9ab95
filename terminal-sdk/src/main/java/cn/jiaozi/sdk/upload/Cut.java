package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Cuts vouchers into pieces, in their order, as many to a piece as it has room for. Each piece brings the
/// certificates that its own vouchers take, each once.
final class Cut {
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<Octets> operators = new LinkedHashSet<>();
    private final Set<Octets> holders = new LinkedHashSet<>();
    private final List<Octets> vouchers = new ArrayList<>();
    private int length;

    private Cut() {}

    static List<Piece> of(List<Batch.Item> items) {
        var cut = new Cut();
        items.forEach(cut::add);
        cut.end();
        return List.copyOf(cut.pieces);
    }

    private void add(Batch.Item item) {
        if (vouchers.size() == Piece.MOST_VOUCHERS || length + added(item) > Piece.LONGEST) {
            end();
        }
        length += added(item);
        operators.addAll(certificates(item, Chain::operator));
        holders.addAll(certificates(item, Chain::holder));
        vouchers.add(item.voucher());
    }

    /// Bytes that the piece grows by.
    private int added(Batch.Item item) {
        return added(operators, certificates(item, Chain::operator))
                + added(holders, certificates(item, Chain::holder))
                + Piece.length(item.voucher());
    }

    private static int added(Set<Octets> there, Set<Octets> needed) {
        return needed.stream()
                .filter(each -> !there.contains(each))
                .mapToInt(Piece::length)
                .sum();
    }

    private static Set<Octets> certificates(Batch.Item item, Function<Chain, Certificate> which) {
        return Stream.concat(Stream.of(item.payer()), item.payee().stream())
                .map(which)
                .map(Certificate::der)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void end() {
        pieces.add(new Piece(List.copyOf(operators), List.copyOf(holders), vouchers));
        operators.clear();
        holders.clear();
        vouchers.clear();
        length = 0;
    }
}

package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What an uploader says of its batch, read and found right in itself: the header is signed with the key of the
/// certificate, and the pieces are those that it was signed for.
record Announced(Signed<BatchHeader> header, Chain uploader, List<Hash> pieces, Optional<Signed<Statement>> statement) {
    /// @param header      signed, in base64
    /// @param certificate of the uploader, DER in base64
    /// @param operator    certificate of the operator who has issued it, DER in base64
    /// @param pieces      their hashes, 64 hex digits each
    /// @param statement   of the chip, signed, in base64
    record Request(
            @NotBlank String header,
            @NotBlank String certificate,
            @NotBlank String operator,
            @NotEmpty @Size(max = BatchHeader.MOST_PIECES) List<String> pieces,
            Optional<String> statement) {}

    /// Throws a [Problem] that names the field.
    static Announced of(Request request) {
        var header = read("/header", request.header(), BatchHeader::readSigned);
        var certificate = read("/certificate", request.certificate(), Certificate::of);
        var operator = read("/operator", request.operator(), Certificate::of);
        var content = header.content();
        require(
                certificate.subject().equals(content.uploader())
                        && certificate.serial().equals(content.certificate()),
                "/certificate",
                "is not the certificate that the header names");
        require(header.isSignedBy(certificate.key()), "/header", "is not signed with the certificate's key");
        var pieces = pieces(request.pieces());
        require(pieces.size() == content.pieces(), "/pieces", "are not as many as the header says");
        require(
                BatchHeader.content(pieces).equals(content.content()),
                "/pieces",
                "are not those that the header was signed for");
        var statement = request.statement().map(text -> statement(text, certificate));
        return new Announced(header, new Chain(certificate, operator), pieces, statement);
    }

    Octets signedHeader() {
        return Octets.of(header.encoded());
    }

    private static List<Hash> pieces(List<String> hashes) {
        return IntStream.range(0, hashes.size())
                .mapToObj(i -> piece(i, hashes.get(i)))
                .toList();
    }

    private static Hash piece(int number, String hash) {
        try {
            return Hash.parse(hash);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest("/pieces/" + number, "is not a hash of 64 lower-case hex digits");
        }
    }

    private static Signed<Statement> statement(String text, Certificate certificate) {
        var statement = read("/statement", text, Statement::readSigned);
        require(
                statement.content().purse().equals(certificate.subject()),
                "/statement",
                "is of another purse than the one that uploads");
        require(!statement.content().closes(), "/statement", "closes the load, and belongs to its closing");
        require(statement.isSignedBy(certificate.key()), "/statement", "is not signed with the certificate's key");
        return statement;
    }

    private static <T> T read(String pointer, String base64, Function<byte[], T> reader) {
        try {
            return reader.apply(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(pointer, String.valueOf(e.getMessage()));
        }
    }

    private static void require(boolean right, String pointer, String otherwise) {
        if (!right) {
            throw Problem.badRequest(pointer, otherwise);
        }
    }
}

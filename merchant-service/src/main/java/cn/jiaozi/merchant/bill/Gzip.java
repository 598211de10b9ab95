package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// A gzip file (RFC 1952) that comes in pieces.
final class Gzip {
    private final Bytes out = new Bytes();
    private final GZIPOutputStream gzip;

    Gzip() {
        try {
            gzip = new GZIPOutputStream(out.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] next(byte[] plain) {
        try {
            gzip.write(plain);
            return out.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] end() {
        try {
            gzip.close();
            return out.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

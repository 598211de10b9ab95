package cn.jiaozi.chassis;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A piece of a file while it is written: an array that grows.
public final class Bytes {
    private static final int FIRST = 1024;

    private byte[] array = new byte[FIRST];
    private int length;

    public int length() {
        return length;
    }

    public void add(byte one) {
        room(1);
        array[length++] = one;
    }

    public void add(byte[] from, int at, int count) {
        room(count);
        System.arraycopy(from, at, array, length, count);
        length += count;
    }

    public void add(byte[] from) {
        add(from, 0, from.length);
    }

    public void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /// In decimal digits, filled up with zeros to a width.
    public void addDigits(long number, int width) {
        if (number < 0) {
            throw new IllegalArgumentException("digits have no sign");
        }
        int count = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            count++;
        }
        count = Math.max(count, width);
        room(count);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    /// What was written so far, which is forgotten here.
    public byte[] take() {
        byte[] taken = Arrays.copyOf(array, length);
        length = 0;
        return taken;
    }

    /// For libraries that write to streams.
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                add((byte) one);
            }

            @Override
            public void write(byte[] from, int at, int count) {
                add(from, at, count);
            }
        };
    }

    private void room(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, count), array.length * 2));
        }
    }
}

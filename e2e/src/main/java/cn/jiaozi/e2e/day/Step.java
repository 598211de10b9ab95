package cn.jiaozi.e2e.day;

import java.io.IOException;

/// A step of the business day. Each is begun as often as anybody likes, and does nothing twice.
interface Step {
    String name();

    void begin() throws IOException;

    Progress look() throws IOException;
}

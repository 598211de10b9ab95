/// What can be known of the images, `docker-compose.yml` and `k8s/` without an engine: whether they fit each other and
/// what the services read. Whether an engine runs them, it does not know.
@NullMarked
package cn.jiaozi.e2e.deployment;

import org.jspecify.annotations.NullMarked;

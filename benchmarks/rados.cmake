# SPDX-License-Identifier: Apache-2.0
add_bench(rados DEPENDS storage)

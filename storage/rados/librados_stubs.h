// SPDX-License-Identifier: Apache-2.0
//
// For rados_cluster.cpp alone.
#pragma once

namespace sohoa {

// Whether librados could be loaded; asked before any of its functions is called.
bool HasLibrados();

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// A MetaStore that tells its beacon of every write, once it is durable.
#pragma once

#include <memory>

#include "storage/beacon.h"
#include "storage/ordered_store.h"

namespace sohoa {

std::unique_ptr<OrderedStore> NewBeaconedStore(std::unique_ptr<OrderedStore> store, std::unique_ptr<BeaconWriter> beacon);

}  // namespace sohoa

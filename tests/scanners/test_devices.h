// SPDX-License-Identifier: Apache-2.0
//
// Scanners without hardware: SANE's own `test` backend ("test:0") and our simulator
// ("simulator:0"), set up in a folder of configuration of our own.
#pragma once

namespace sohoa {

// Before the first call of SANE; more calls do nothing.
void UseTestDevices();

}  // namespace sohoa

// SPDX-License-Identifier: Apache-2.0
//
// SOHOA_VECTOR_CLONES before a function: it is compiled twice, for processors with AVX2 and what came
// with it (x86-64-v3) and for all others, and the loader takes the one that fits. For long loops, in
// whole numbers only: then both give the same bytes. What such a function calls is compiled for all
// processors unless it is inlined. Sanitizers start later than the loader chooses,
// so that under them there is one version.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SOHOA_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define SOHOA_VECTOR_CLONES
#endif

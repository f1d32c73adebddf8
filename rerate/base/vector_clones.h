#pragma once

// Marks a function whose loops run over fixed lanes: it is compiled twice, for AVX2 and for the baseline, and the
// processor picks when the program is loaded. Both give the same bits, because every lane does its own arithmetic in
// a fixed order and no multiplication is fused with an addition (AVX2 does not bring FMA along).
//
// Everything such a function calls in its loops must be inlined into it. Only GCC does this well; sanitizers
// instrument the picking itself, which then runs before they are ready, so there the baseline is used alone.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define RERATE_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define RERATE_VECTOR_CLONES
#endif

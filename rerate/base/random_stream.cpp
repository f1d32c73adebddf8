#include "rerate/base/random_stream.h"

#include <Random123/philox.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rerate {
namespace {

#if defined(__x86_64__)
constexpr std::size_t kLanes = 8;

// One word of four counters, each in the lower half of a 64-bit lane; what stands in the upper half is never used,
// because the multiplication reads the lower ones alone.
struct Counters {
  __m256i a, b, c, d;
};

__attribute__((target("avx2"))) inline void philox_round(Counters& words, __m256i low_key, __m256i high_key) {
  const auto product_a = _mm256_mul_epu32(words.a, _mm256_set1_epi64x(std::int64_t{PHILOX_M4x32_0}));
  const auto product_c = _mm256_mul_epu32(words.c, _mm256_set1_epi64x(std::int64_t{PHILOX_M4x32_1}));
  words.a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product_c, 32), words.b), low_key);
  words.c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product_a, 32), words.d), high_key);
  words.b = product_c;
  words.d = product_a;
}

__attribute__((target("avx2"))) inline void store_first_words(const Counters& words, std::uint64_t* out) {
  const auto low = _mm256_and_si256(words.a, _mm256_set1_epi64x(0xFFFFFFFF));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_or_si256(_mm256_slli_epi64(words.b, 32), low));
}

__attribute__((target("avx2"))) inline Counters counters_from(std::uint64_t first, std::uint64_t stream) {
  const auto index =
      _mm256_add_epi64(_mm256_set1_epi64x(static_cast<std::int64_t>(first)), _mm256_set_epi64x(3, 2, 1, 0));
  const auto both = _mm256_set1_epi64x(static_cast<std::int64_t>(stream));
  return {index, _mm256_srli_epi64(index, 32), both, _mm256_srli_epi64(both, 32)};
}

// Philox4x32-10 of kLanes consecutive counters.
__attribute__((target("avx2"))) void philox_lanes(std::uint64_t first, std::uint64_t stream,
                                                  std::uint64_t seed, std::uint64_t* out) {
  auto here = counters_from(first, stream), there = counters_from(first + 4, stream);
  auto low_key = static_cast<std::uint32_t>(seed), high_key = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const auto low = _mm256_set1_epi64x(low_key), high = _mm256_set1_epi64x(high_key);
    philox_round(here, low, high);
    philox_round(there, low, high);
    low_key += PHILOX_W32_0;
    high_key += PHILOX_W32_1;
  }
  store_first_words(here, out);
  store_first_words(there, out + 4);
}

bool has_lanes() { return __builtin_cpu_supports("avx2"); }
#else
constexpr std::size_t kLanes = 1;
void philox_lanes(std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t*) {}
bool has_lanes() { return false; }
#endif

}  // namespace

std::uint64_t RandomStream::bits(std::uint64_t index) const {
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
       static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)}};
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
  const auto block = r123::Philox4x32{}(counter, key);
  return (static_cast<std::uint64_t>(block[1]) << 32) | block[0];
}

void RandomStream::bits(std::uint64_t first, std::span<std::uint64_t> out) const {
  std::size_t i = 0;
  if (has_lanes())
    for (; i + kLanes <= out.size(); i += kLanes) philox_lanes(first + i, stream_, seed_, out.data() + i);
  for (; i < out.size(); ++i) out[i] = bits(first + i);
}

double RandomStream::uniform(std::uint64_t index) const {
  return (static_cast<double>(bits(index) >> 12) + 0.5) * 0x1p-52;
}

std::uint64_t RandomStream::below(std::uint64_t index, std::uint64_t count) const {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(bits(index)) * count) >> 64);
}

}  // namespace rerate

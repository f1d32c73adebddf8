#include "rerate/multiverse/sobol_points.h"

#include <bit>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

constexpr std::array<std::uint64_t, SobolPoints::kMostDimensions - 1> kSeeds = {
    0,   0,   3,   17,  2,   34,  366, 749, 930, 459, 826, 30,  130, 247, 816, 228, 224, 710, 343, 599, 287,
    335, 92,  770, 353, 4,   462, 836, 914, 250, 906, 431, 529, 526, 531, 834, 191, 474, 746, 980, 288, 378,
    433, 819, 762, 978, 677, 63,  696, 870, 795, 410, 799, 559, 834, 695, 802, 785, 953, 189, 672};

// Whether x generates all that are not zero of the field of 2^degree elements.
bool primitive(std::uint32_t polynomial, int degree) {
  const std::uint32_t all = (1u << degree) - 1;
  std::uint32_t power = 1, order = 0;
  do {
    power <<= 1;
    if (power >> degree != 0) power ^= polynomial;
    ++order;
  } while (power != 1 && order < all);
  return power == 1 && order == all;
}

std::uint32_t primitive_polynomial(std::size_t number) {
  for (int degree = 1;; ++degree)
    for (std::uint32_t one = (1u << degree) | 1; one < 2u << degree; one += 2)
      if (primitive(one, degree) && number-- == 0) return one;
}

constexpr std::uint64_t kShiftSeed = 1967;

}  // namespace

std::array<std::uint64_t, SobolPoints::kDigits> SobolPoints::directions(std::size_t dimension) {
  RERATE_ASSERT(dimension < kMostDimensions, "no dimension of the sequence");
  std::array<std::uint64_t, kDigits> odd;  // below 2^(i + 1)
  odd.fill(1);
  if (dimension > 0) {
    const auto polynomial = primitive_polynomial(dimension - 1);
    const auto degree = static_cast<std::size_t>(std::bit_width(polynomial)) - 1;
    const RandomStream random(kSeeds[dimension - 1], 0);
    for (std::size_t i = 0; i < odd.size(); ++i) {
      if (i < degree) {
        odd[i] = (random.bits(i) & ((std::uint64_t{2} << i) - 1)) | 1;
        continue;
      }
      odd[i] = odd[i - degree] ^ (odd[i - degree] << degree);
      for (std::size_t k = 1; k < degree; ++k)
        if (polynomial >> (degree - k) & 1) odd[i] ^= odd[i - k] << k;
    }
  }
  for (std::size_t i = 0; i < odd.size(); ++i) odd[i] <<= odd.size() - 1 - i;
  return odd;
}

SobolPoints::SobolPoints(std::size_t dimensions) : point_(dimensions) {
  RERATE_ASSERT(dimensions >= 1 && dimensions <= kMostDimensions, "1 to 62 dimensions");
  const RandomStream shift(kShiftSeed, 0);
  for (std::size_t i = 0; i < dimensions; ++i) {
    directions_.push_back(directions(i));
    digits_.push_back(shift.bits(i) >> (64 - kDigits));
  }
}

std::span<const double> SobolPoints::next() {
  constexpr double kUnit = 1.0 / static_cast<double>(std::uint64_t{1} << kDigits);
  // From one point to the next one digit of the reflected binary code of its place changes.
  const auto changed = static_cast<std::size_t>(std::countr_zero(++place_));
  RERATE_ASSERT(changed < kDigits, "the sequence has no more points");
  for (std::size_t i = 0; i < point_.size(); ++i) {
    point_[i] = static_cast<double>(digits_[i]) * kUnit;
    digits_[i] ^= directions_[i][changed];
  }
  return point_;
}

}  // namespace rerate

// Behaviour -> test
//   equal periods, one run, and matching days                 Alignment.FindsSharedPeriods
//   agrees with intersect() of the series level               Alignment.AgreesWithIntersect

#include "rerate/formula/alignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::monthly;
using formula_fixture::noise;

TEST(Alignment, FindsSharedPeriods) {
  const auto a = monthly({1, 2, 3}), b = monthly({2, 3, 4, 5}, Kind::level, "u", "2000-02"),
             none = monthly({});
  const Series *both[] = {&a, &b}, *same[] = {&a, &a}, *empty[] = {&a, &none};
  const Alignment shared(both);
  ASSERT_EQ(shared.size(), 2u);
  EXPECT_EQ(shared.row(0, 0), 1u);
  EXPECT_EQ(shared.row(1, 1), 1u);
  EXPECT_EQ(Alignment(same).size(), 3u);
  EXPECT_EQ(Alignment(empty).size(), 0u);
}

TEST(Alignment, AgreesWithIntersect) {
  const RandomStream random(5, 6);
  for (std::uint64_t round = 0; round < 30; ++round) {
    std::vector<Series> series(3);
    for (std::uint64_t k = 0; k < 3; ++k) {
      series[k].type.frequency = round % 2 == 0 ? Frequency::daily : Frequency::weekly;
      std::int32_t day = 0;
      for (std::uint64_t i = 0; i < 60; ++i) {
        day += 1 + static_cast<std::int32_t>(random.below(round * 1000 + k * 100 + i, 3));
        series[k].append(day, static_cast<double>(day), Date{day});
      }
    }
    const std::vector<const Series*> all = {&series[0], &series[1], &series[2]};
    const Alignment alignment(all);
    const auto expected = intersect(all);
    ASSERT_EQ(alignment.size(), expected[0].size());
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t i = 0; i < alignment.size(); ++i)
        EXPECT_EQ(series[k].ordinal[alignment.row(k, i)], expected[k].ordinal[i]);
  }
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   a sector's z less the index's, both on common periods, by hand                    -> ApartFromTheIndex
//   rising: beyond the threshold and above three months earlier                       -> Rising
//   readings stand in order of distance, those that cannot be told last               -> Order
//   a sector that ends early is read at its own newest common period                  -> EndsEarly
//   the weighted mean less the index over the last twelve months, weights in percent  -> AddUp
//   weights that are not positive, or add up to neither 1 nor 100, are refused        -> Weights
//   another frequency, no common period, a short or a flat sector are refused         -> Refusals
#include "rerate/models/credit_sectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

constexpr int kMonths = 36;

// 1, 2, 3, 4, 5, 1, 2, ... and at the end these.
std::vector<double> waves(double scale, std::initializer_list<double> end) {
  std::vector<double> values;
  for (int i = 0; i < kMonths; ++i) values.push_back(scale * (1 + i % 5));
  std::copy(end.begin(), end.end(), values.end() - static_cast<std::ptrdiff_t>(end.size()));
  return values;
}

struct Index {
  Series series = monthly_spread("index", waves(1, {3, 3, 3, 3}));
  SpreadHistory history = history_of(series);
};

TEST(CreditSectors, ApartFromTheIndex) {
  const Index index;
  const auto energy = monthly_spread("energy", waves(2, {6, 6, 6, 12}));
  const auto found = read_sectors(index.history, {{"energy", &energy, {}, {}}}, 1).at(0);
  EXPECT_EQ(to_string(found.at), "2002-12");
  EXPECT_EQ(found.spread, 12);
  // Medians 3 and 6, median absolute deviations 1 and 2.
  EXPECT_NEAR(found.z, 6 / (1.4826 * 2), 1e-12);
  EXPECT_NEAR(found.index_z, 0, 1e-12);
  EXPECT_NEAR(found.apart, 3 / 1.4826, 1e-12);
  EXPECT_NEAR(found.before, 0, 1e-12);
  EXPECT_NEAR(found.change(), found.apart, 1e-12);
  EXPECT_EQ(found.percentile, 100 * 35.5 / 36);
}

TEST(CreditSectors, Rising) {
  const Index index;
  const auto rising = [&](std::initializer_list<double> end, double threshold) {
    const auto sector = monthly_spread("s", waves(2, end));
    return read_sectors(index.history, {{"s", &sector, {}, {}}}, threshold).at(0).rising;
  };
  EXPECT_TRUE(rising({6, 6, 6, 12}, 1));
  EXPECT_FALSE(rising({6, 6, 6, 12}, 3));   // not far enough
  EXPECT_FALSE(rising({16, 6, 6, 12}, 1));  // it was further
  EXPECT_FALSE(rising({6, 6, 6, 0}, 1));
}

TEST(CreditSectors, Order) {
  const Index index;
  const auto calm = monthly_spread("calm", waves(2, {6, 6, 6, 2}));
  auto values = std::vector<double>(kMonths, 4);  // hardly varies: a median absolute deviation of 0
  values[5] = 5;
  const auto still = monthly_spread("still", values);
  const auto wild = monthly_spread("wild", waves(2, {6, 6, 6, 20}));
  const auto found = read_sectors(
      index.history, {{"still", &still, {}, {}}, {"calm", &calm, {}, {}}, {"wild", &wild, {}, {}}}, 1);
  EXPECT_EQ(found[0].sector, 2u);
  EXPECT_EQ(found[1].sector, 1u);
  EXPECT_EQ(found[2].sector, 0u);
  EXPECT_TRUE(std::isnan(found[2].apart));
  EXPECT_FALSE(found[2].rising);
}

TEST(CreditSectors, EndsEarly) {
  const Index index;
  auto values = waves(2, {});
  values.resize(30);
  const auto sector = monthly_spread("s", values);
  const auto found = read_sectors(index.history, {{"s", &sector, {}, {}}}, 1).at(0);
  EXPECT_EQ(to_string(found.at), "2002-06");
  EXPECT_NEAR(found.apart, 0, 1e-12);  // twice the index
}

TEST(CreditSectors, AddUp) {
  const Index index;
  const auto a = monthly_spread("a", waves(1, {3, 3, 3, 4}));
  const auto b = monthly_spread("b", waves(1, {3, 1, 3, 4}));
  const auto sum = add_up(index.history, {{"a", &a, 75.0, {}}, {"b", &b, 25.0, {}}}, 0.6, {});
  ASSERT_EQ(sum.gaps.size(), 12u);
  EXPECT_EQ(to_string(sum.gaps.front().at), "2002-01");
  EXPECT_NEAR(sum.gaps[9].gap, -0.5, 1e-12);
  ASSERT_EQ(sum.beyond().size(), 1u);
  EXPECT_EQ(to_string(sum.beyond()[0].at), "2002-12");
  EXPECT_NEAR(sum.beyond()[0].gap, 1, 1e-12);
  auto later = waves(1, {});
  const auto elsewhere = monthly_spread("b", later, "2030-01");
  EXPECT_TRUE(add_up(index.history, {{"a", &a, 0.5, {}}, {"b", &elsewhere, 0.5, {}}}, 1, {}).gaps.empty());
}

TEST(CreditSectors, Weights) {
  const auto refused = [](double first, double second) {
    try {
      shares_of_weights({{"a", nullptr, first, {}}, {"b", nullptr, second, {}}}, {"s.toml", 5, 1});
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::credit_weights);
      EXPECT_EQ(error.failure().place.line, 5);
      return error.failure().what;
    }
    return std::string();
  };
  EXPECT_THAT(refused(0, 1), HasSubstr("the sector `a` must be above 0, not 0"));
  EXPECT_THAT(refused(2, -1), HasSubstr("`b` must be above 0, not -1"));
  EXPECT_THAT(refused(std::nan(""), 1), HasSubstr("above 0"));
  EXPECT_THAT(refused(0.5, 0.4), HasSubstr("add up to 0.9, neither to 1 nor to 100"));
  EXPECT_THAT(refused(50, 60), HasSubstr("add up to 110,"));
  EXPECT_THAT(refused(1e300, 1e308), HasSubstr("neither"));
  EXPECT_EQ(refused(0.5, 0.495), "");  // rounded
  EXPECT_EQ(refused(33, 67.5), "");
  EXPECT_THAT(shares_of_weights({{"a", nullptr, 25.0, {}}, {"b", nullptr, 75.0, {}}}, {}),
              testing::ElementsAre(0.25, 0.75));
}

TEST(CreditSectors, Refusals) {
  const Index index;
  const auto code = [&](const Series& sector) {
    try {
      read_sectors(index.history, {{"energy", &sector, {}, {"s.toml", 8, 2}}}, 1);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().place.line, 8);
      EXPECT_THAT(error.failure().what, HasSubstr("energy"));
      return error.failure().code;
    }
    ADD_FAILURE() << "accepted";
    return ErrorCode::file_missing;
  };
  EXPECT_EQ(code(daily_spread("d", {"2002-12-31"}, {1})), ErrorCode::credit_sector);
  EXPECT_EQ(code(monthly_spread("energy", waves(1, {}), "2030-01")), ErrorCode::credit_sector);
  EXPECT_EQ(code(monthly_spread("energy", waves(1, {}), "2001-02")), ErrorCode::credit_history);
  EXPECT_EQ(code(monthly_spread("energy", std::vector<double>(kMonths, 2))),
            ErrorCode::regression_no_variation);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   errors of all penalties as in scikit-learn, the least is chosen               -> AsInScikitLearn
//   rows of a period stay together; each its own is the same as no periods        -> RowsOfAPeriod
//   what comes later changes no forecast of a fold                                -> FoldsReadThePast
//   noise is given up, a strong driver kept                                       -> NoiseAndSignal
//   wrong input is told                                                           -> WrongInputIsTold

#include "rerate/regression/elastic_net_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/regression/penalised_for_test.h"

namespace rerate {
namespace {

TEST(ElasticNetChoice, AsInScikitLearn) {
  const auto sample = penalised_sample();
  const auto golden = ridge_golden().at("cross_validation");
  ASSERT_EQ(golden.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& expected = golden[i];
    const Vector y = sample.series.col(i == 0 ? 2 : 1);
    const auto found = elastic_net_choice(y, sample.drivers, {},
                                          {expected.at("share"), expected.at("folds"), expected.at("embargo"),
                                           expected.at("penalties").get<std::vector<double>>()});
    const auto errors = expected.at("mean_square").get<std::vector<double>>();
    ASSERT_EQ(found.mean_square.size(), errors.size());
    for (std::size_t p = 0; p < errors.size(); ++p)
      EXPECT_NEAR(found.mean_square[p] / errors[p], 1, 1e-11) << p;
    EXPECT_EQ(found.best,
              static_cast<std::size_t>(std::min_element(errors.begin(), errors.end()) - errors.begin()));
    const auto fit = elastic_net(y, sample.drivers, {found.penalties[found.best], expected.at("share")});
    for (Index j = 0; j < 6; ++j) EXPECT_NEAR(found.fit.coefficients[j], fit.coefficients[j], 1e-13);
  }
}

TEST(ElasticNetChoice, RowsOfAPeriod) {
  const auto sample = penalised_sample();
  std::vector<Index> each(150);
  std::iota(each.begin(), each.end(), 0);
  const NetChoiceSettings settings{0.5, 4, 2, {}};
  const auto alone = elastic_net_choice(sample.series.col(0), sample.drivers, {}, settings),
             listed = elastic_net_choice(sample.series.col(0), sample.drivers, each, settings);
  EXPECT_EQ(alone.mean_square, listed.mean_square);
  EXPECT_EQ(alone.penalties.size(), 40u);
  EXPECT_NEAR(alone.penalties.back() / alone.penalties.front(), 1e-3, 1e-13);
  // 50 months of three sectors in five pieces: as 150 rows with three times the embargo.
  std::vector<Index> months;
  for (Index row = 0; row < 150; row += 3) months.push_back(row);
  EXPECT_EQ(elastic_net_choice(sample.series.col(0), sample.drivers, months, {0.5, 4, 2, {}}).mean_square,
            elastic_net_choice(sample.series.col(0), sample.drivers, {}, {0.5, 4, 6, {}}).mean_square);
}

TEST(ElasticNetChoice, FoldsReadThePast) {
  auto sample = penalised_sample();
  const NetChoiceSettings settings{0.5, 1, 5, {0.1, 0.01}};
  const auto before = elastic_net_choice(sample.series.col(0), sample.drivers, {}, settings);
  // Drivers and outcomes of the embargoed rows 70..74 are not read at all.
  for (Index row = 70; row < 75; ++row) {
    sample.series(row, 0) += 100;
    sample.drivers.x.row(row).setConstant(-50);
  }
  const auto after = elastic_net_choice(sample.series.col(0), sample.drivers, {}, settings);
  EXPECT_EQ(after.mean_square, before.mean_square);
  sample.series(69, 0) += 1;
  EXPECT_NE(elastic_net_choice(sample.series.col(0), sample.drivers, {}, settings).mean_square,
            before.mean_square);
}

TEST(ElasticNetChoice, NoiseAndSignal) {
  const Matrix columns = uniform_columns(300, 5, 77);
  Design drivers;
  for (Index j = 0; j < 4; ++j) drivers.append("x" + std::to_string(j), columns.col(j));
  const auto noise = elastic_net_choice(columns.col(4), drivers, {}, {1, 5, 0, {}});
  EXPECT_LT(noise.fit.coefficients.cwiseAbs().maxCoeff(), 0.1);
  const auto signal = elastic_net_choice(columns.col(4) + columns.col(2), drivers, {}, {1, 5, 0, {}});
  EXPECT_NEAR(signal.fit.coefficients[2], 1, 0.15);
  EXPECT_LT(std::fabs(signal.fit.coefficients[0]), 0.1);
}

TEST(ElasticNetChoice, WrongInputIsTold) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(0);
  const auto choose = [&](const NetChoiceSettings& settings) {
    return failure_of([&] { elastic_net_choice(y, sample.drivers, {}, settings); });
  };
  EXPECT_EQ(choose({0.5, 0, 0, {}}).code, ErrorCode::regression_settings);
  EXPECT_EQ(choose({2, 5, 0, {}}).code, ErrorCode::regression_settings);
  EXPECT_EQ(choose({0.5, 5, 0, {0.1, 0.2}}).what, "penalties must fall: 0.2 after 0.1");
  EXPECT_EQ(choose({0.5, 5, 0, {0.1, -1}}).code, ErrorCode::regression_settings);
  EXPECT_EQ(
      choose({0.5, 5, 24, {}}).what,
      "5 folds of 150 periods leave 25 for the first fit, less an embargo of 24: at least 2 are needed");
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   Engle-Granger: tau, p and critical values, 2 to 6 series              EngleGranger.MatchesStatsmodels
//   Engle-Granger: tau of gretl's coint                                   EngleGranger.MatchesGretl
//   it says how many series, what it allowed for and how many lags        EngleGranger.NameSaysWhatWasDone
//   about 5% rejections for independent random walks                      EngleGranger.SizeUnderIndependentWalks
//   a cointegrated pair is found                                          EngleGranger.PowerUnderCointegration
//   exact combinations, constants, too few and too many series            EngleGranger.Refuses
//   eigenvalues, statistics, vectors and loadings of urca's ca.jo         Johansen.MatchesUrca
//   eigenvalues and statistics of statsmodels                              Johansen.MatchesStatsmodels
//   statistics and p-values of gretl, four cases, one lag included        Johansen.MatchesGretl
//   loadings times vectors is the long-run matrix of the VAR              Johansen.ProductIsTheLongRunMatrix
//   the number of relations is recovered in simulated systems             Johansen.RecoversTheRank
//   the vector of a simulated relation is recovered, with its constant    Johansen.RecoversTheVector
//   units and order of the series change only what they must              Johansen.UnitsAndOrder
//   a relation without the first series is scaled by another              Johansen.FirstSeriesAbsent
//   exact multiples, lagged copies, lines, constants, short samples       Johansen.Refuses

#include "rerate/time_series/cointegration.h"

#include <gmock/gmock.h>

#include "rerate/time_series/golden_for_test.h"
#include "rerate/time_series/vector_autoregression.h"

namespace rerate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr double kClose = 1e-8;

Deterministic deterministic_of(const std::string& trend) {
  return trend == "c" ? Deterministic::constant : Deterministic::trend;
}

JohansenCase case_of(const std::string& word) {
  if (word == "nc") return JohansenCase::no_constant;
  if (word == "rc" || word == "const") return JohansenCase::restricted_constant;
  return word == "uc" || word == "none" ? JohansenCase::constant : JohansenCase::restricted_trend;
}

std::vector<std::string> gretl_system(const std::string& name) {
  if (name == "pair") return {"gs10", "tb3ms"};
  if (name == "rates") return {"gs10", "tb3ms", "fedfunds"};
  if (name == "equity") return {"log_pe", "gs10", "gz_spread", "unrate"};
  return {"log_pe", "gs10", "tb3ms", "gz_spread", "unrate", "log_indpro"};
}

UnitRootTest engle_granger_of(const std::vector<std::string>& names, const AdfSettings& settings) {
  const Matrix columns = golden_columns(names);
  return engle_granger(columns.col(0), columns.rightCols(columns.cols() - 1), settings, names);
}

TEST(EngleGranger, MatchesStatsmodels) {
  const auto rows = golden("unit_roots_statsmodels.json").at("engle_granger");
  ASSERT_EQ(rows.size(), 50u);
  Deviation statistic("Engle-Granger against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const std::string rule = row.at("rule");
    const UnitRootTest test =
        engle_granger_of(row.at("series"), {.deterministic = deterministic_of(row.at("deterministic")),
                                            .rule = rule == "given" ? LagRule::given
                                                    : rule == "AIC" ? LagRule::aic
                                                                    : LagRule::bic,
                                            .lags = row.at("lags")});
    statistic.expect_near(test.statistic, row.at("statistic"), kClose);
    EXPECT_NEAR(test.p, row.at("p").get<double>(), 1e-9);
    EXPECT_NEAR(test.critical_1, row.at("critical").at(0).get<double>(), 1e-12);
    EXPECT_NEAR(test.critical_5, row.at("critical").at(1).get<double>(), 1e-12);
    EXPECT_NEAR(test.critical_10, row.at("critical").at(2).get<double>(), 1e-12);
  }
}

TEST(EngleGranger, MatchesGretl) {
  const auto rows = golden("cointegration_gretl.json").at("engle_granger");
  ASSERT_EQ(rows.size(), 32u);
  Deviation statistic("Engle-Granger against gretl");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const UnitRootTest test = engle_granger_of(
        gretl_system(row.at("system")),
        {.deterministic = deterministic_of(row.at("case")), .rule = LagRule::given, .lags = row.at("lags")});
    statistic.expect_near(test.statistic, row.at("statistic"), kClose);
  }
}

TEST(EngleGranger, NameSaysWhatWasDone) {
  const auto test = engle_granger_of({"gs10", "tb3ms", "fedfunds"}, {.rule = LagRule::given, .lags = 2});
  EXPECT_EQ(test.name, "Engle-Granger (3 series, constant, 2 lags)");
  EXPECT_EQ(test.n, 597);
}

TEST(EngleGranger, SizeUnderIndependentWalks) {
  int rejected = 0;
  constexpr int kDraws = 600;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw)
    rejected +=
        engle_granger(random_walk(21, 2 * draw, 200), random_walk(21, 2 * draw + 1, 200)).p < 0.05 ? 1 : 0;
  EXPECT_GE(rejected, 0.03 * kDraws);
  EXPECT_LE(rejected, 0.085 * kDraws);
}

TEST(EngleGranger, PowerUnderCointegration) {
  int rejected = 0;
  constexpr int kDraws = 200;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    const Vector x = random_walk(22, 2 * draw, 200);
    const Vector y = 2 * x + autoregression(shocks(22, 2 * draw + 1, 200), 0.7);
    rejected += engle_granger(y, x).p < 0.05 ? 1 : 0;
  }
  EXPECT_GE(rejected, 0.95 * kDraws);
}

TEST(EngleGranger, Refuses) {
  const Vector x = random_walk(23, 1, 100), z = random_walk(23, 2, 100);
  Matrix both(100, 2);
  both << x, z;
  const Failure combination = refused([&] { engle_granger(3 * x - z, both, {}, {"pe", "rate", "slope"}); });
  EXPECT_EQ(combination.code, ErrorCode::regression_collinear);
  EXPECT_EQ(combination.what, "Engle-Granger test: an exact combination of `rate` and `slope`: `pe`");
  both.col(1) = -0.5 * x;
  EXPECT_EQ(refused([&] {
              engle_granger(z, both, {}, {"pe", "rate", "slope"});
            }).what,
            "Engle-Granger test: an exact combination of `rate`: `slope`");
  both.col(1).setConstant(4);
  EXPECT_EQ(refused([&] { engle_granger(z, both); }).what, "Engle-Granger test: does not vary: `series 3`");
  EXPECT_EQ(refused([&] { engle_granger(z, x, {.deterministic = Deterministic::none}); }).code,
            ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { engle_granger(z, Matrix(100, 0)); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { engle_granger(z, Matrix::Random(100, 6)); }).code, ErrorCode::regression_settings);
  for (Index rows = 0; rows < 10; ++rows)
    EXPECT_THROW(engle_granger(z.head(rows), x.head(rows)), UserError) << rows;
}

void expect_columns(Deviation& deviation, const Matrix& ours, const nlohmann::json& columns) {
  ASSERT_EQ(static_cast<std::size_t>(ours.cols()), columns.size());
  for (Index r = 0; r < ours.cols(); ++r) {
    ASSERT_EQ(static_cast<std::size_t>(ours.rows()), columns.at(r).size());
    // Relative to the weight of the column: entries near nought are what is left of larger ones.
    const double size = ours.col(r).cwiseAbs().maxCoeff();
    for (Index i = 0; i < ours.rows(); ++i)
      deviation.expect_near(ours(i, r), columns.at(r).at(i), 1e-6, size);
  }
}

void expect_entries(Deviation& deviation, const Vector& ours, const nlohmann::json& oracle,
                    double tolerance) {
  ASSERT_EQ(static_cast<std::size_t>(ours.size()), oracle.size());
  for (Index i = 0; i < ours.size(); ++i) deviation.expect_near(ours(i), oracle.at(i), tolerance);
}

TEST(Johansen, MatchesUrca) {
  const auto rows = golden("cointegration_urca.json").at("systems");
  ASSERT_EQ(rows.size(), 45u);
  Deviation eigenvalues("Johansen eigenvalues against urca"), trace("trace against urca"),
      largest("largest eigenvalue against urca"), vectors("vectors against urca"),
      loadings("loadings against urca");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump().substr(0, 120));
    const Johansen test =
        johansen(golden_columns(row.at("series")), row.at("lags"), case_of(row.at("deterministic")));
    expect_entries(eigenvalues, test.eigenvalues, row.at("eigenvalues"), kClose);
    expect_entries(trace, test.trace, row.at("trace"), kClose);
    expect_entries(largest, test.max_eigenvalue, row.at("max_eigenvalue"), kClose);
    expect_columns(vectors, test.vectors, row.at("vectors"));
    expect_columns(loadings, test.loadings, row.at("loadings"));
  }
}

TEST(Johansen, MatchesStatsmodels) {
  const auto rows = golden("cointegration_statsmodels.json").at("johansen");
  ASSERT_EQ(rows.size(), 30u);
  Deviation eigenvalues("Johansen eigenvalues against statsmodels"), trace("trace against statsmodels"),
      largest("largest eigenvalue against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const Johansen test =
        johansen(golden_columns(row.at("series")), row.at("lags"),
                 row.at("constant").get<bool>() ? JohansenCase::constant : JohansenCase::no_constant);
    expect_entries(eigenvalues, test.eigenvalues, row.at("eigenvalues"), kClose);
    expect_entries(trace, test.trace, row.at("trace"), kClose);
    expect_entries(largest, test.max_eigenvalue, row.at("max_eigenvalue"), kClose);
  }
}

TEST(Johansen, MatchesGretl) {
  const auto rows = golden("cointegration_gretl.json").at("johansen");
  ASSERT_EQ(rows.size(), 64u);
  Deviation statistics("Johansen statistics against gretl"), p("Johansen p against gretl");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const std::vector<std::string> names = gretl_system(row.at("system"));
    const Johansen test = johansen(golden_columns(names), row.at("lags"), case_of(row.at("case")));
    const std::size_t m = names.size();
    for (std::size_t r = 0; r < m; ++r) {
      const auto i = static_cast<Index>(r);
      statistics.expect_near(test.trace(i), row.at("statistics").at(r), kClose);
      statistics.expect_near(test.max_eigenvalue(i), row.at("statistics").at(m + r), kClose);
      p.expect_near(test.trace_p(i), row.at("p").at(r), kClose, 1e-6);
      p.expect_near(test.max_eigenvalue_p(i), row.at("p").at(m + r), kClose, 1e-6);
    }
  }
}

TEST(Johansen, ProductIsTheLongRunMatrix) {
  const Matrix y = golden_columns({"gs10", "tb3ms", "gz_spread"});
  const Johansen test = johansen(y, 3);
  const VectorAutoregression var = vector_autoregression(y, 3);
  Matrix long_run = -Matrix::Identity(3, 3);
  for (const Matrix& matrix : var.matrices) long_run += matrix;
  EXPECT_LT((test.loadings * test.vectors.transpose() - long_run).cwiseAbs().maxCoeff(), 1e-11);
}

// m series driven by m - rank random walks and `rank` autoregressions of 0.6, mixed.
Matrix simulated_system(std::uint64_t seed, std::uint64_t draw, Index rows, Index m, Index rank) {
  Matrix factors(rows, m);
  for (Index i = 0; i < m; ++i)
    factors.col(i) =
        autoregression(shocks(seed, draw * 16 + static_cast<std::uint64_t>(i), rows), i < rank ? 0.6 : 1);
  Matrix mixing(m, m);
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j < m; ++j) mixing(i, j) = i == j ? 1 : 0.5 / static_cast<double>(1 + i + 2 * j);
  return factors * mixing;
}

TEST(Johansen, RecoversTheRank) {
  constexpr int kDraws = 100;
  for (const JohansenCase deterministic : {JohansenCase::no_constant, JohansenCase::restricted_constant})
    for (const Index m : {2, 3})
      for (Index rank = 0; rank <= m; ++rank) {
        int right = 0;
        for (std::uint64_t draw = 0; draw < kDraws; ++draw)
          right += johansen(simulated_system(31, draw, 300, m, rank), 1, deterministic).rank_at(0.05) == rank
                       ? 1
                       : 0;
        // At 5% about 95 of 100 when rank < m; a full rank is found when nothing is left to reject.
        EXPECT_GE(right, 86) << m << " series, rank " << rank;
      }
}

TEST(Johansen, RecoversTheVector) {
  const Vector x = random_walk(32, 1, 2000);
  const Vector y = 5 + (0.8 * x + autoregression(shocks(32, 2, 2000), 0.5)).array();
  Matrix system(2000, 2);
  system << y, x;
  const Johansen test = johansen(system, 2, JohansenCase::restricted_constant);
  EXPECT_EQ(test.rank_at(0.01), 1);
  EXPECT_EQ(test.vectors(0, 0), 1);
  EXPECT_NEAR(test.vectors(1, 0), -0.8, 0.02);
  EXPECT_NEAR(test.vectors(2, 0), -5, 0.3);
  EXPECT_NEAR(test.loadings(0, 0), -0.5, 0.08);  // y closes the half of a gap that its noise forgets
}

TEST(Johansen, UnitsAndOrder) {
  const Matrix y = golden_columns({"log_pe", "gs10", "gz_spread"});
  Matrix other = golden_columns({"gz_spread", "gs10", "log_pe"});
  other.col(1) = 1e5 * other.col(1).array() + 300;
  for (const auto deterministic :
       {JohansenCase::constant, JohansenCase::restricted_constant, JohansenCase::restricted_trend}) {
    const Johansen a = johansen(y, 2, deterministic), b = johansen(other, 2, deterministic);
    for (Index r = 0; r < 3; ++r) {
      EXPECT_NEAR(a.trace(r), b.trace(r), 1e-9 * a.trace(r));
      EXPECT_NEAR(b.vectors(1, r) / b.vectors(2, r) * 1e5, a.vectors(1, r) / a.vectors(0, r),
                  1e-7 * std::fabs(a.vectors(1, r)));
    }
  }
}

TEST(Johansen, FirstSeriesAbsent) {
  const Vector x = random_walk(33, 1, 400);
  Matrix y(400, 2);
  y << x, shocks(33, 2, 400);  // the second series is stationary on its own
  const Johansen test = johansen(y, 1, JohansenCase::no_constant);
  EXPECT_NEAR(test.vectors(0, 0), 1, 1e-12);  // a little of x in any sample: still the first
  EXPECT_TRUE(test.vectors.allFinite());
  EXPECT_TRUE(test.loadings.allFinite());
}

TEST(Johansen, Refuses) {
  const Vector x = random_walk(34, 1, 120), z = random_walk(34, 2, 120);
  const std::vector<std::string> names{"pe", "rate", "copy"};
  Matrix y(120, 3);
  y << x, z, 2.5 * z;
  const Failure multiple = refused([&] { johansen(y, 2, JohansenCase::constant, names); });
  EXPECT_EQ(multiple.code, ErrorCode::regression_collinear);
  EXPECT_THAT(multiple.what, AllOf(HasSubstr("`rate`"), HasSubstr("`copy`")));
  y.col(2) << 0, z.head(119);
  EXPECT_EQ(refused([&] { johansen(y, 2, JohansenCase::constant, names); }).code,
            ErrorCode::regression_collinear);
  EXPECT_EQ(refused([&] { johansen(y, 1, JohansenCase::constant, names); }).code,
            ErrorCode::regression_collinear);
  y.col(2) = Vector::LinSpaced(120, 0, 10);
  EXPECT_THAT(refused([&] { johansen(y, 2, JohansenCase::constant, names); }).what, HasSubstr("`copy`"));
  y.col(2).setConstant(0.3);
  EXPECT_EQ(refused([&] { johansen(y, 2, JohansenCase::constant, names); }).what,
            "Johansen test: does not vary: `copy`");
  y.col(2) = x.reverse();
  y(5, 1) = std::nan("");
  EXPECT_EQ(refused([&] { johansen(y, 2, JohansenCase::constant, names); }).what,
            "Johansen test: a missing or infinite figure: `rate`, row 6 of 120");
  y(5, 1) = 0;
  Matrix far = y;
  far.col(0) *= 1e300;
  far.col(1) *= 1e-300;
  EXPECT_EQ(refused([&] { johansen(far, 1, JohansenCase::constant, names); }).what,
            "Johansen test: units too far apart: `pe`, `rate` and `copy`");
  EXPECT_EQ(refused([&] { johansen(y, 0); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { johansen(Matrix(120, 0), 1); }).code, ErrorCode::regression_settings);
  for (Index rows = 2; rows < 12; ++rows)
    EXPECT_EQ(refused([&] { johansen(y.topRows(rows), 2); }).code, ErrorCode::regression_too_few) << rows;
  for (const int lags : {60, 119, 120, 1'000'000})
    EXPECT_EQ(refused([&] { johansen(y, lags); }).code, ErrorCode::regression_too_few) << lags;
}

}  // namespace
}  // namespace rerate

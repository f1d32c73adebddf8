// Behaviour -> test
//   months of known states are told apart, before they are fitted on           -> FindsTheStates
//   labels stay with their groups while these change their order               -> FollowsGroupsThatCross
//   whatever numbers a fit gives its clusters, labels are the same             -> NumbersOfFitsDoNotMatter
//   later points change no earlier label                                       -> DoesNotLookAhead
//   labels come from the last fit made before, by hand                         -> LabelsByTheFitBefore
//   a refit that fails leaves the fit before in force, and is counted          -> FailedRefits
//   the number of clusters by silhouette and by BIC                            -> ChoosesTheNumber
//   agreement beyond chance, by hand                                           -> AgreementByHand
//   memberships of a mixture are those of the label                            -> Memberships
//   same bits for any number of threads                                        -> SameBitsForAnyThreads
//   settings out of range, too few points, a first fit that collapses          -> Refuses
#include "rerate/models/regime_clusters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/mixtures/k_means.h"
#include "rerate/models/regimes_for_test.h"

namespace rerate {
namespace {

// Three groups around (-2, -2), (0, 0), (2, 2) with deviation 0.3, by turns of ten points.
Matrix three_groups(Index points, std::uint64_t seed = 1) {
  const RandomStream random(seed, 0);
  Matrix x(points, 2);
  for (Index i = 0; i < points; ++i)
    for (Index j = 0; j < 2; ++j)
      x(i, j) = 2.0 * static_cast<double>(i / 10 % 3 - 1) +
                0.3 * normal_quantile(random.uniform(static_cast<std::uint64_t>(2 * i + j)));
  return x;
}

RegimeClusterSettings settings_of(ClusterMethod method, int clusters = 3) {
  RegimeClusterSettings settings;
  settings.method = method;
  settings.clusters = clusters;
  settings.first_window = 90;
  return settings;
}

const Vector kEven = Vector::Ones(2);

TEST(RegimeClusters, FindsTheStates) {
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture}) {
    const auto found = walk_forward_clusters(three_groups(300), kEven, settings_of(method));
    ASSERT_EQ(found.label.size(), 300u);
    for (std::size_t i = 0; i < 300; ++i)
      EXPECT_EQ(found.label[i], i < 90 ? -1 : static_cast<int>(i / 10 % 3)) << i;
    EXPECT_EQ(found.refits.size(), 17u);  // after 102, 114, ..., 294 points
    EXPECT_EQ(found.refits.front().points, 102);
    EXPECT_DOUBLE_EQ(found.stability, 1);
    EXPECT_TRUE(found.in_order);
    EXPECT_LT((found.centres - Matrix{{-2, -2}, {0, 0}, {2, 2}}).cwiseAbs().maxCoeff(), 0.15);
    EXPECT_EQ(std::isnan(found.bic), method == ClusterMethod::k_means);
    EXPECT_EQ(std::isnan(found.silhouette), method == ClusterMethod::gaussian_mixture);
  }
  // Less is better in both coordinates: the labels are the other way round.
  const auto turned = walk_forward_clusters(three_groups(300), -kEven, settings_of(ClusterMethod::k_means));
  EXPECT_EQ(turned.label[95], 2 - 0);
  EXPECT_EQ(turned.label[119], 2 - 2);
}

// The first coordinate of group a rises past that of group b while the second keeps them apart: the estimators, which number
// clusters by the first coordinate, exchange their numbers on the way.
TEST(RegimeClusters, FollowsGroupsThatCross) {
  const RandomStream random(3, 0);
  Matrix x(600, 2);
  for (Index i = 0; i < 600; ++i) {
    const bool a = i / 7 % 2 == 0;
    const double moved = static_cast<double>(i) / 100;
    const auto at = static_cast<std::uint64_t>(2 * i);
    x(i, 0) = (a ? -1.5 + moved : 1.5 - moved) + 0.2 * normal_quantile(random.uniform(at));
    x(i, 1) = (a ? -3 : 3) + 0.2 * normal_quantile(random.uniform(at + 1));
  }
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture}) {
    const auto found = walk_forward_clusters(x, Vector{{1, 0}}, settings_of(method, 2));
    for (std::size_t i = 90; i < 600; ++i) EXPECT_EQ(found.label[i], i / 7 % 2 == 0 ? 0 : 1) << i;
    EXPECT_FALSE(found.in_order);  // the first coordinate by which they were named is the other way round now
    EXPECT_GT(found.centres(0, 0), found.centres(1, 0) + 0.5);
  }
}

TEST(RegimeClusters, NumbersOfFitsDoNotMatter) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Matrix x = three_groups(240, seed);
    Matrix mirrored = x;
    mirrored.col(0) *= -1;  // fits number their clusters the other way round now
    const Vector weight{{1, 2}};
    const auto method = seed % 2 == 0 ? ClusterMethod::k_means : ClusterMethod::gaussian_mixture;
    const auto one = walk_forward_clusters(x, weight, settings_of(method));
    const auto other = walk_forward_clusters(mirrored, Vector{{-1, 2}}, settings_of(method));
    EXPECT_EQ(one.label, other.label) << seed;
  }
}

TEST(RegimeClusters, DoesNotLookAhead) {
  const auto economy = make_economy(5);
  const auto question = question_on(economy);
  const Matrix x = regime_panel(question.features, question.as_of, {}).coordinates;
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture}) {
    const auto whole = walk_forward_clusters(x, kEven, settings_of(method));
    for (const Index until : {Index{91}, Index{150}, Index{237}}) {
      Matrix other = x;
      other.bottomRows(x.rows() - until) = three_groups(x.rows() - until, 9) * 0.9;
      const auto changed = walk_forward_clusters(other, kEven, settings_of(method));
      const auto cut = walk_forward_clusters(x.topRows(until), kEven, settings_of(method));
      for (std::size_t i = 0; i < static_cast<std::size_t>(until); ++i) {
        EXPECT_EQ(whole.label[i], changed.label[i]) << until << " " << i;
        EXPECT_EQ(whole.label[i], cut.label[i]) << until << " " << i;
        const bool none = std::isnan(whole.probability[i]);
        EXPECT_TRUE(none || whole.probability[i] == changed.probability[i]) << until << " " << i;
      }
    }
  }
}

TEST(RegimeClusters, LabelsByTheFitBefore) {
  const auto economy = make_economy(6);
  const auto question = question_on(economy);
  const Matrix x = regime_panel(question.features, question.as_of, {}).coordinates;
  auto settings = settings_of(ClusterMethod::k_means);
  settings.refit_every = 24;
  const auto found = walk_forward_clusters(x, kEven, settings);
  // The first fit has twenty starts, as k_means has; its clusters are ranked by the sum of their coordinates.
  KMeansSettings own;
  own.seed = settings.seed;
  const auto fit = k_means(x.topRows(90), own);
  std::vector<int> rank(3, 0);
  for (Index a = 0; a < 3; ++a)
    for (Index b = 0; b < 3; ++b)
      rank[static_cast<std::size_t>(a)] += fit.centres.row(b).sum() < fit.centres.row(a).sum();
  for (Index i = 90; i < 114; ++i)
    EXPECT_EQ(found.label[static_cast<std::size_t>(i)],
              rank[static_cast<std::size_t>(nearest_centre(fit, x.row(i).transpose()))]);
  EXPECT_EQ(found.refits.front().points, 114);
}

TEST(RegimeClusters, FailedRefits) {
  // From the 200th point on two columns are one and the same but for a little noise that dies out: a mixture of full
  // covariances collapses, as its parts end on a line.
  Matrix x = three_groups(90);
  Matrix later(400, 2);
  for (Index i = 0; i < 400; ++i) later.row(i).setConstant(1e-9 * static_cast<double>(i % 3) + 7);
  Matrix all(490, 2);
  all << x, later;
  auto settings = settings_of(ClusterMethod::gaussian_mixture);
  const auto found = walk_forward_clusters(all, kEven, settings);
  const auto failed =
      std::count_if(found.refits.begin(), found.refits.end(), [](const auto& one) { return one.failed; });
  EXPECT_GT(failed, 0);
  EXPECT_TRUE(std::isfinite(found.centres.sum()));
  for (std::size_t i = 90; i < found.label.size(); ++i) EXPECT_GE(found.label[i], 0);
  for (const auto& one : found.refits) EXPECT_EQ(one.failed, std::isnan(one.kept));
}

TEST(RegimeClusters, ChoosesTheNumber) {
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture}) {
    auto settings = settings_of(method, 0);
    settings.first_window = 150;
    const auto found = walk_forward_clusters(three_groups(200), kEven, settings);
    EXPECT_EQ(found.clusters, 3);
    settings.most = 2;
    EXPECT_EQ(walk_forward_clusters(three_groups(200), kEven, settings).clusters, 2);
  }
}

TEST(RegimeClusters, AgreementByHand) {
  const std::vector<int> one = {0, 0, 1, 1, 1, 2}, other = {0, 1, 1, 1, 0, 2};
  // Four of six are the same; by chance 2/6 2/6 + 3/6 3/6 + 1/6 1/6 = 14/36.
  EXPECT_NEAR(agreement_beyond_chance(one, other, 3), (24 - 14) / (36.0 - 14), 1e-15);
  EXPECT_EQ(agreement_beyond_chance(one, one, 3), 1);
  EXPECT_EQ(agreement_beyond_chance(std::vector<int>{1, 1}, std::vector<int>{1, 1}, 2), 1);
}

TEST(RegimeClusters, Memberships) {
  const auto found =
      walk_forward_clusters(three_groups(300), kEven, settings_of(ClusterMethod::gaussian_mixture));
  for (std::size_t i = 0; i < 300; ++i)
    if (i < 90) {
      EXPECT_TRUE(std::isnan(found.probability[i]));
    } else {
      EXPECT_GT(found.probability[i], 0.5);
      EXPECT_LE(found.probability[i], 1 + 1e-12);
    }
  EXPECT_TRUE(std::isnan(walk_forward_clusters(three_groups(300), kEven, settings_of(ClusterMethod::k_means))
                             .probability.back()));
}

TEST(RegimeClusters, SameBitsForAnyThreads) {
  const Matrix x = three_groups(250, 4);
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture}) {
    set_thread_count(1);
    const auto one = walk_forward_clusters(x, kEven, settings_of(method));
    set_thread_count(0);
    const auto other = walk_forward_clusters(x, kEven, settings_of(method));
    EXPECT_EQ(one.label, other.label);
    EXPECT_EQ(one.centres, other.centres);
  }
}

ErrorCode refusal(const Matrix& x, const RegimeClusterSettings& settings) {
  try {
    walk_forward_clusters(x, kEven, settings);
  } catch (const UserError& error) {
    return error.failure().code;
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::command_line;
}

TEST(RegimeClusters, Refuses) {
  const Matrix x = three_groups(200);
  const auto usual = settings_of(ClusterMethod::k_means);
  auto settings = usual;
  for (const int clusters : {1, -1, 7}) {
    settings.clusters = clusters;
    EXPECT_EQ(refusal(x, settings), ErrorCode::regression_settings) << clusters;
  }
  settings = usual;
  settings.refit_every = 0;
  EXPECT_EQ(refusal(x, settings), ErrorCode::regression_settings);
  settings = usual;
  settings.first_window = 200;
  EXPECT_EQ(refusal(x, settings), ErrorCode::regimes_window);
  // Two distinct points cannot be three clusters.
  Matrix two = x;
  for (Index i = 0; i < two.rows(); ++i) two.row(i).setConstant(i % 2 == 0 ? -1 : 1);
  EXPECT_EQ(refusal(two, usual), ErrorCode::mixture_collapsed);
  settings = usual;
  settings.clusters = 0;
  Matrix same = x;
  same.setConstant(1);
  EXPECT_EQ(refusal(same, settings), ErrorCode::regression_no_variation);
  settings = settings_of(ClusterMethod::gaussian_mixture, 6);
  settings.first_window = 20;
  EXPECT_EQ(refusal(x, settings), ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate

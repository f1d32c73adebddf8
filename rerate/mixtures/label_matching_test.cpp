// Worked example of the header ............................................ LabelMatching.ExampleOfTheHeader
// Permuted centres with noise get their old labels back ................... LabelMatching.UndoesPermutations
// The least sum of squares of all permutations ............................ LabelMatching.EqualsBruteForce
// More, or fewer, new centres than old ones ............................... LabelMatching.UnevenNumbers
// Relabelled clusters of a growing sample keep their names ................ LabelMatching.FollowsClustersThroughTime
// Equal centres, zeros, extreme sizes ..................................... LabelMatching.BearsTiesAndExtremes
#include "rerate/mixtures/label_matching.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "rerate/base/random_stream.h"
#include "rerate/mixtures/golden_for_test.h"
#include "rerate/mixtures/k_means.h"

namespace rerate {
namespace {

Matrix uniform(Index rows, Index columns, const RandomStream& random) {
  Matrix result(rows, columns);
  for (Index i = 0; i < result.size(); ++i)
    result.data()[i] = random.uniform(static_cast<std::uint64_t>(i)) - 0.5;
  return result;
}

double cost_of(const Matrix& old_centres, const Matrix& new_centres, const std::vector<int>& labels) {
  double sum = 0;
  for (std::size_t j = 0; j < labels.size(); ++j)
    if (labels[j] < old_centres.rows())
      sum += (new_centres.row(static_cast<Index>(j)) - old_centres.row(labels[j])).squaredNorm();
  return sum;
}

// Over all ways to give the new centres labels out of `most`.
double least_cost(const Matrix& old_centres, const Matrix& new_centres) {
  std::vector<int> labels(static_cast<std::size_t>(std::max(old_centres.rows(), new_centres.rows())));
  std::iota(labels.begin(), labels.end(), 0);
  double least = std::numeric_limits<double>::infinity();
  do {
    least =
        std::min(least, cost_of(old_centres, new_centres,
                                {labels.begin(), labels.begin() + static_cast<long>(new_centres.rows())}));
  } while (std::next_permutation(labels.begin(), labels.end()));
  return least;
}

TEST(LabelMatching, ExampleOfTheHeader) {
  EXPECT_EQ(match_labels(Matrix{{-1.0}, {0.0}, {2.0}}, Matrix{{1.9}, {-1.2}, {0.1}}),
            (std::vector<int>{2, 0, 1}));
}

TEST(LabelMatching, UndoesPermutations) {
  for (std::uint64_t stream = 0; stream < 200; ++stream) {
    const RandomStream random(6, stream);
    const auto k = static_cast<Index>(2 + stream % 11);
    // At least 1 apart in the first coordinate, moved by at most 0.2 in each.
    Matrix centres = uniform(k, 3, random);
    for (Index c = 0; c < k; ++c) centres(c, 0) = 1.5 * static_cast<double>(c) + 0.5 * centres(c, 0);
    std::vector<int> order(static_cast<std::size_t>(k));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(1000 + i, i))]);
    Matrix moved = 0.4 * uniform(k, 3, RandomStream(7, stream));
    for (std::size_t j = 0; j < order.size(); ++j) moved.row(static_cast<Index>(j)) += centres.row(order[j]);
    EXPECT_EQ(match_labels(centres, moved), order) << stream;
  }
}

TEST(LabelMatching, EqualsBruteForce) {
  for (std::uint64_t stream = 0; stream < 120; ++stream) {
    const auto k = static_cast<Index>(1 + stream % 6);
    const Matrix before = uniform(k, 2, RandomStream(8, stream)),
                 after = uniform(k, 2, RandomStream(9, stream));
    const auto labels = match_labels(before, after);
    EXPECT_EQ(std::set<int>(labels.begin(), labels.end()).size(), static_cast<std::size_t>(k));
    EXPECT_NEAR(cost_of(before, after, labels), least_cost(before, after), 1e-12) << stream;
  }
}

TEST(LabelMatching, UnevenNumbers) {
  EXPECT_EQ(match_labels(Matrix{{0.0}, {5.0}}, Matrix{{9.0}, {4.8}, {2.0}, {0.1}}),
            (std::vector<int>{2, 1, 3, 0}));
  EXPECT_EQ(match_labels(Matrix{{0.0}, {5.0}, {9.0}}, Matrix{{8.0}, {1.0}}), (std::vector<int>{2, 0}));
  for (std::uint64_t stream = 0; stream < 60; ++stream) {
    const auto before = uniform(static_cast<Index>(1 + stream % 5), 2, RandomStream(10, stream));
    const auto after = uniform(static_cast<Index>(1 + stream % 4), 2, RandomStream(11, stream));
    EXPECT_NEAR(cost_of(before, after, match_labels(before, after)), least_cost(before, after), 1e-12)
        << stream;
  }
}

TEST(LabelMatching, FollowsClustersThroughTime) {
  const Matrix x = standardised_columns_of({"gz_spread", "spread"});
  KMeans before = k_means(x.topRows(400), {});
  for (Index known = 401; known <= 600; ++known) {
    const KMeans now = k_means(x.topRows(known), {});
    const auto labels = match_labels(before.centres, now.centres);
    KMeans renamed = now;
    for (std::size_t j = 0; j < labels.size(); ++j)
      renamed.centres.row(labels[j]) = now.centres.row(static_cast<Index>(j));
    // One month more moves centres by little once they carry the right names.
    EXPECT_LE((renamed.centres - before.centres).cwiseAbs().maxCoeff(), 0.75) << known;
    before = renamed;
  }
}

TEST(LabelMatching, BearsTiesAndExtremes) {
  const auto all = [](const std::vector<int>& labels) {
    return std::set<int>(labels.begin(), labels.end()).size();
  };
  EXPECT_EQ(all(match_labels(Matrix::Zero(5, 2), Matrix::Zero(5, 2))), 5u);
  EXPECT_EQ(all(match_labels(Matrix::Constant(4, 1, 1e300), -Matrix::Constant(4, 1, 1e300))), 4u);
  EXPECT_EQ(match_labels(Matrix{{-1e300}, {1e300}}, Matrix{{1e300}, {-1e300}}), (std::vector<int>{1, 0}));
  EXPECT_EQ(match_labels(Matrix{{-1e-300}, {1e-300}}, Matrix{{1e-300}, {-1e-300}}), (std::vector<int>{1, 0}));
}

}  // namespace
}  // namespace rerate

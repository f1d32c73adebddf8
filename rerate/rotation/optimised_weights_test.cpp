// Behaviour -> test
//   two sectors by hand                                                        -> ByHand
//   no weights within the limits are better (random limits and directions)     -> NoneWithinTheLimitsIsBetter
//   a tracking error limit that binds is met to 1e-10 and never exceeded       -> TrackingErrorIsTight
//   a turnover limit that binds is met, what is not traded stays as it is      -> TurnoverIsMet
//   weights at a bound are exactly there, and no others are moved to one       -> ExactlyAtTheBounds
//   a turnover limit that cannot be met is widened to the least that can       -> WidensTurnover
//   limits that contradict each other are told by name                         -> TellsContradictions
//   many sectors: limits hold, and it ends                                     -> ManySectors
//   next to no variance: feasible limits are met, and the best are held      -> NextToNoVariance
//   no variance in one combination of sectors                                -> SingularCovariance
//   the same bits every time                                                   -> SameBits
#include "rerate/rotation/optimised_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "rerate/rotation/rotation_for_test.h"
#include "rerate/rotation/shrunk_covariance.h"

namespace rerate {
namespace {

using testing::HasSubstr;

// Sectors with a common factor, equal benchmark weights, no limits but 0 and 1.
WeightProgram program_of(std::uint64_t stream, Index sectors) {
  Matrix returns = noise(stream, 60, sectors, 0.04);
  returns.colwise() += Vector(noise(stream + 1000, 60, 1, 0.04));
  WeightProgram program;
  program.covariance = 12 * shrunk_covariance(returns).covariance;
  program.benchmark = Vector::Constant(sectors, 1.0 / static_cast<double>(sectors));
  program.open.resize(static_cast<std::size_t>(sectors));
  std::iota(program.open.begin(), program.open.end(), 0);
  program.direction = noise(stream + 2000, sectors, 1, 0.01);
  for (Index i = 0; i < sectors; ++i) program.names.push_back("s" + std::to_string(i));
  program.least = Vector::Zero(sectors), program.most = Vector::Ones(sectors);
  program.held = Vector::Zero(sectors);
  for (Index i = 0; i < sectors; ++i) program.held[i] = static_cast<double>((i * 5) % 7 + 1);
  program.held /= program.held.sum();
  program.may_relax = false;
  program.when = "2001-03";
  program.place = {"study.toml", 9, 1};
  return program;
}

double tracking_error(const WeightProgram& program, const Vector& weights) {
  Vector active = -program.benchmark;
  for (Index i = 0; i < weights.size(); ++i) active[program.open[static_cast<std::size_t>(i)]] += weights[i];
  return std::sqrt(active.dot(program.covariance * active));
}

double objective(const WeightProgram& program, const Vector& weights) {
  const double error = tracking_error(program, weights);
  return 0.5 * error * error - program.direction.dot(weights);
}

double moved(const WeightProgram& program, const Vector& weights) {
  return ((weights - program.held).cwiseAbs().sum() + program.must_sell) / 2;
}

bool keeps(const WeightProgram& program, const Vector& weights) {
  constexpr double kSlack = 1e-11;
  return std::fabs(weights.sum() - 1) < kSlack && (weights.array() >= program.least.array()).all() &&
         (weights.array() <= program.most.array()).all() &&
         (!program.turnover || moved(program, weights) <= *program.turnover + kSlack) &&
         (!program.tracking_error || tracking_error(program, weights) <= *program.tracking_error + kSlack);
}

Failure refusal(const WeightProgram& program) {
  try {
    optimised_weights(program);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(OptimisedWeights, ByHand) {
  // Variances 0.04 and 0.01, uncorrelated: 0.2 and 0.8 have the least.
  WeightProgram program = program_of(1, 2);
  program.covariance = Matrix{{0.04, 0}, {0, 0.01}};
  program.direction = program.covariance * program.benchmark;
  program.direction *= -1;
  Vector weights = optimised_weights(program);
  EXPECT_NEAR(weights[0], 0.2, 1e-14);
  // Within a tracking error of 2%: 0.5 - x and 0.5 + x have one of x sqrt(0.05).
  program.tracking_error = 0.02;
  weights = optimised_weights(program);
  EXPECT_NEAR(weights[0], 0.5 - 0.02 / std::sqrt(0.05), 1e-13);
  // 0.25 and 0.75 are held less 0.02.
  program.tracking_error = {};
  program.held = Vector{{0.25, 0.75}};
  program.turnover = 0.02;
  weights = optimised_weights(program);
  EXPECT_NEAR(weights[0], 0.23, 1e-14);
}

// Limits drawn anew: bounds, turnover and tracking error, each sometimes.
WeightProgram with_limits(std::uint64_t stream, Index sectors) {
  auto program = program_of(stream, sectors);
  const RandomStream random(9, stream);
  const double width = 1.0 / static_cast<double>(sectors);
  program.least.setConstant(random.uniform(0) < 0.3 ? -0.1 : width * random.uniform(1) * 0.5);
  program.most.setConstant(width * (1.2 + 3 * random.uniform(2)));
  // What is held keeps the bounds, so that limits do not contradict each other.
  program.held = program.held.cwiseMax(program.least).cwiseMin(program.most);
  program.held += Vector::Constant(sectors, (1 - program.held.sum()) * width);
  program.held = program.held.cwiseMax(program.least).cwiseMin(program.most);
  program.may_relax = true;
  if (random.uniform(3) < 0.6) program.turnover = 0.02 + 0.3 * random.uniform(4);
  if (random.uniform(5) < 0.6) program.tracking_error = 0.01 + 0.03 * random.uniform(6);
  return program;
}

TEST(OptimisedWeights, NoneWithinTheLimitsIsBetter) {
  int with_turnover = 0, with_error = 0, tried = 0;
  for (std::uint64_t stream = 0; stream < 60; ++stream) {
    const Index sectors = 3 + static_cast<Index>(stream % 6);
    auto program = with_limits(stream, sectors);
    const Vector best = optimised_weights(program);
    // A limit that was widened is as wide as what came out.
    if (program.turnover) program.turnover = std::max(*program.turnover, moved(program, best));
    ASSERT_TRUE(keeps(program, best)) << stream;
    with_turnover += program.turnover && moved(program, best) > *program.turnover - 1e-9 ? 1 : 0;
    with_error +=
        program.tracking_error && tracking_error(program, best) > *program.tracking_error - 1e-9 ? 1 : 0;
    // Limits are convex: from the best to anything else that keeps them it never gets better. Pairs exchange some weight.
    const double reached = objective(program, best);
    for (Index i = 0; i < sectors; ++i)
      for (Index j = 0; j < sectors; ++j)
        for (const double step : {1e-1, 1e-2, 1e-3, 1e-4}) {
          Vector other = best;
          other[i] += step, other[j] -= step;
          if (i == j || !keeps(program, other)) continue;
          ++tried;
          EXPECT_GE(objective(program, other), reached - 1e-13) << stream;
        }
  }
  EXPECT_GT(tried, 1000);
  EXPECT_GT(with_turnover, 10);
  EXPECT_GT(with_error, 5);
}

TEST(OptimisedWeights, TrackingErrorIsTight) {
  int bound = 0;
  for (std::uint64_t stream = 0; stream < 40; ++stream) {
    auto program = program_of(stream, 12);
    const double free = tracking_error(program, optimised_weights(program));
    double before = 0;
    for (const double limit : {1e-7, 0.001, 0.01, 0.02, 0.04}) {
      program.tracking_error = limit;
      const double error = tracking_error(program, optimised_weights(program));
      EXPECT_LE(error, limit * (1 + 1e-12));
      if (limit < free) {
        EXPECT_NEAR(error, limit, 1e-10) << stream;
        EXPECT_GT(error, before);
        ++bound;
      } else {
        EXPECT_EQ(error, free);
      }
      before = error;
    }
  }
  EXPECT_GT(bound, 100);
}

TEST(OptimisedWeights, TurnoverIsMet) {
  int untouched = 0;
  for (std::uint64_t stream = 0; stream < 40; ++stream) {
    auto program = program_of(stream, 12);
    const double free = moved(program, optimised_weights(program));
    for (const double limit : {0.001, 0.03, 0.1, 0.3}) {
      program.turnover = limit;
      const Vector weights = optimised_weights(program);
      EXPECT_NEAR(moved(program, weights), std::min(limit, free), 1e-11) << stream;
      for (Index i = 0; i < 12; ++i) untouched += weights[i] == program.held[i] ? 1 : 0;
    }
  }
  EXPECT_GT(untouched, 100);
}

TEST(OptimisedWeights, ExactlyAtTheBounds) {
  int at_bounds = 0, small = 0;
  for (std::uint64_t stream = 0; stream < 40; ++stream) {
    auto program = program_of(stream, 12);
    program.most.setConstant(0.3);
    const Vector weights = optimised_weights(program);
    EXPECT_NEAR(weights.sum(), 1, 1e-13);
    for (Index i = 0; i < 12; ++i) {
      at_bounds += weights[i] == 0 || weights[i] == 0.3 ? 1 : 0;
      EXPECT_GE(weights[i], 0);
      EXPECT_FALSE(weights[i] != 0 && weights[i] < 1e-12) << weights[i];
    }
    // Where 0 is no bound small shorts are what was asked for.
    program.least.setConstant(-1e-5);
    const Vector shorts = optimised_weights(program);
    small += static_cast<int>((shorts.array() < 0).count());
  }
  EXPECT_GT(at_bounds, 40);
  EXPECT_GT(small, 40);
}

TEST(OptimisedWeights, WidensTurnover) {
  auto program = program_of(3, 5);
  program.turnover = 0.01;
  program.held.setZero();  // the first purchase: all that is bought from cash is half of it
  EXPECT_EQ(refusal(program).code, ErrorCode::rotation_limits);
  program.may_relax = true;
  EXPECT_NEAR(moved(program, optimised_weights(program)), 0.5, 1e-11);
  // 30% must be sold elsewhere: that much is sold and bought, and no more.
  program.held = Vector::Constant(5, 0.14);
  program.must_sell = 0.3;
  const Vector weights = optimised_weights(program);
  EXPECT_NEAR(moved(program, weights), 0.3, 1e-11);
  EXPECT_GE((weights - program.held).minCoeff(), -1e-12);
  // A bound that drift has broken.
  program.must_sell = 0;
  program.held = Vector{{0.6, 0.1, 0.1, 0.1, 0.1}};
  program.most.setConstant(0.4);
  EXPECT_NEAR(moved(program, optimised_weights(program)), 0.2, 1e-11);
  // And a tracking error that asks for more.
  program.tracking_error = 0.01;
  const Vector near = optimised_weights(program);
  EXPECT_GT(moved(program, near), 0.2 + 1e-6);
  EXPECT_NEAR(tracking_error(program, near), 0.01, 1e-9);
  program.turnover = moved(program, near) - 1e-6;
  EXPECT_NEAR(moved(program, optimised_weights(program)), moved(program, near), 1e-9);
}

TEST(OptimisedWeights, TellsContradictions) {
  auto program = program_of(3, 3);
  program.most = Vector{{0.2, 0.3, 0.4}};
  auto failure = refusal(program);
  EXPECT_EQ(failure.code, ErrorCode::rotation_limits);
  EXPECT_THAT(failure.what, HasSubstr("limits that no weights meet in 2001-03: "));
  for (const auto* part :
       {"weights that add up to 1", "at most 20% of `s0`", "at most 30% of `s1`", "at most 40% of `s2`"})
    EXPECT_THAT(failure.what, HasSubstr(part));
  EXPECT_EQ(failure.place.line, 9);

  program = program_of(3, 3);
  program.held = Vector{{1, 0, 0}};
  program.most.setConstant(0.5);
  program.turnover = 0.2;
  failure = refusal(program);
  EXPECT_EQ(failure.code, ErrorCode::rotation_limits);
  EXPECT_THAT(failure.what, HasSubstr("at most 50% of `s0`"));
  EXPECT_THAT(failure.what, HasSubstr("turnover of 20%"));
  // Once, whatever number of constraints it is.
  EXPECT_EQ(failure.what.find("turnover", failure.what.find("turnover") + 1), std::string::npos);

  program = program_of(3, 3);
  program.most.setConstant(1);
  program.least = Vector{{0.9, 0, 0}};
  program.tracking_error = 0.01;
  failure = refusal(program);
  EXPECT_THAT(failure.what, HasSubstr("at least 90% of `s0`"));
  EXPECT_THAT(failure.what, HasSubstr(" and tracking error of 1%"));

  program = program_of(3, 4);
  program.open = {0, 2};
  program.direction = Vector::Zero(2);
  program.names = {"a", "c"};
  program.least = Vector::Zero(2), program.most = Vector::Ones(2), program.held = Vector::Zero(2);
  program.tracking_error = 0.001;
  failure = refusal(program);
  EXPECT_THAT(failure.what, HasSubstr("weights of the 2 best that add up to 1 and tracking error of 0.1%"));

  program = program_of(3, 3);
  program.held = Vector{{1, 0, 0}};
  program.turnover = 0.05;
  program.tracking_error = 0.001;
  failure = refusal(program);
  EXPECT_THAT(failure.what, HasSubstr("turnover of 5%"));
  EXPECT_THAT(failure.what, HasSubstr(" and tracking error of 0.1%"));
}

TEST(OptimisedWeights, ManySectors) {
  for (const Index sectors : {20, 40, 80}) {
    auto program = program_of(7, sectors);
    program.turnover = 0.15;
    program.tracking_error = 0.03;
    const auto begin = std::chrono::steady_clock::now();
    const Vector weights = optimised_weights(program);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_TRUE(keeps(program, weights)) << sectors;
    std::printf("  %ld sectors: %.2f ms\n", static_cast<long>(sectors), 1000 * seconds);
    EXPECT_LT(seconds, 30);

    // A turnover limit that must be widened for the tracking error.
    program.turnover = 0.02, program.tracking_error = 0.01;
    program.may_relax = true;
    const auto again = std::chrono::steady_clock::now();
    const Vector near = optimised_weights(program);
    const double longer = std::chrono::duration<double>(std::chrono::steady_clock::now() - again).count();
    EXPECT_LE(tracking_error(program, near), 0.01 * (1 + 1e-12));
    std::printf("  %ld sectors, a wider turnover: %.2f ms\n", static_cast<long>(sectors), 1000 * longer);
    EXPECT_LT(longer, 30);
  }
}

TEST(OptimisedWeights, NextToNoVariance) {
  for (const double scale : {1e-4, 1e-8, 1e-16, 1e-24, 1e-30}) {
    auto program = program_of(5, 8);
    program.covariance *= scale;
    program.least.setConstant(-0.05);
    program.most.setConstant(0.3);
    Vector weights = optimised_weights(program);
    ASSERT_TRUE(keeps(program, weights)) << scale;
    // All that is to be had: four at their most, four at the least.
    EXPECT_GE((weights.array() == 0.3).count() + (weights.array() == -0.05).count(), 7) << scale;
    Index best = 0;
    program.direction.maxCoeff(&best);
    EXPECT_EQ(weights[best], 0.3);
    program.turnover = 0.1;
    program.held = program.held.cwiseMin(0.2);
    program.held /= program.held.sum();
    weights = optimised_weights(program);
    EXPECT_TRUE(keeps(program, weights)) << scale;
    EXPECT_NEAR(moved(program, weights), 0.1, 1e-10) << scale;
    program.tracking_error = 0.5 * tracking_error(program, weights);
    program.turnover = 1;
    weights = optimised_weights(program);
    EXPECT_TRUE(keeps(program, weights)) << scale;
    EXPECT_LE(tracking_error(program, weights), *program.tracking_error * (1 + 1e-11));
  }
}

TEST(OptimisedWeights, SingularCovariance) {
  // The third is the mean of the two others.
  auto program = program_of(5, 3);
  const Matrix factor{{0.2, 0, 0.1}, {0, 0.1, 0.05}};
  program.covariance = factor.transpose() * factor;
  program.direction = -program.covariance * program.benchmark;
  const Vector weights = optimised_weights(program);
  EXPECT_TRUE(keeps(program, weights));
  EXPECT_NEAR(weights.dot(program.covariance * weights), 0.008, 1e-9);  // of 1/5 and 4/5
}

TEST(OptimisedWeights, SameBits) {
  auto program = with_limits(4, 8);
  program.turnover = 0.2, program.tracking_error = 0.02;
  const Vector first = optimised_weights(program);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(optimised_weights(program), first);
}

}  // namespace
}  // namespace rerate

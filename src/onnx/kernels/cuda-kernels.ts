import type { Kernel } from './kernel.ts';
import { readKernelLines } from './kernel-lines.ts';

/**
 * The kernels of ONNX Runtime's CUDA provider for the operators that graphs here use.
 *
 * Facts from https://github.com/microsoft/onnxruntime, docs/OperatorKernels.md (MIT licence) at
 * commit a6b78dde8fa4074cb67aabacc4b19e74248bd35b; written by bench/cuda-kernels.ts.
 */
export const CUDA_KERNELS: readonly Kernel[] = readKernelLines(`
Add 14+ (T, T) (T) T: bfloat16 float32 float16 int32 int64 uint8
Add 13-13 (T, T) (T) T: bfloat16 float32 float16 int32 int64
Div 14+ (T, T) (T) T: bfloat16 float32 float16 int32 int64 uint8
Div 13-13 (T, T) (T) T: bfloat16 float32 float16 int32 int64
Mul 14+ (T, T) (T) T: bfloat16 float32 float16 int32 int64 uint8
Mul 13-13 (T, T) (T) T: bfloat16 float32 float16 int32 int64
Sub 14+ (T, T) (T) T: bfloat16 float32 float16 int32 int64 uint8
Sub 13-13 (T, T) (T) T: bfloat16 float32 float16 int32 int64
And 7+ (T, T) (T1) T: bool; T1: bool
Or 7+ (T, T) (T1) T: bool; T1: bool
Not 1+ (T) (T) T: bool
ArgMax 13+ (T) (int64) T: float32 float16
ArgMax 12-12 (T) (int64) T: float32 float16
ArgMax 1-11 (T) (int64) T: float32 float16
Cast 23+ (T1) (T2) T1: bfloat16 bool float32 float16 int32 int64 uint8; T2: bfloat16 bool float32 float16 int32 int64 uint8
Cast 21-22 (T1) (T2) T1: bfloat16 bool float32 float16 int32 int64 uint8; T2: bfloat16 bool float32 float16 int32 int64 uint8
Cast 19-20 (T1) (T2) T1: bfloat16 bool float32 float16 int32 int64 uint8; T2: bfloat16 bool float32 float16 int32 int64 uint8
Concat 13+ (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Concat 11-12 (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
ConstantOfShape 25+ (T1) (T2) T1: int64; T2: bfloat16 bool float32 float16 int32 int64 uint8
ConstantOfShape 23-24 (T1) (T2) T1: int64; T2: bfloat16 bool float32 float16 int32 int64 uint8
ConstantOfShape 21-22 (T1) (T2) T1: int64; T2: bfloat16 bool float32 float16 int32 int64 uint8
ConstantOfShape 9-20 (T1) (T2) T1: int64; T2: bfloat16 bool float32 float16 int32 int64 uint8
Equal 13+ (T, T) (T1) T: bool float32 float16 int32 int64; T1: bool
Equal 11-12 (T, T) (T1) T: bool float32 float16 int32 int64
Less 13+ (T, T) (T1) T: float32 float16 int32 int64; T1: bool
Less 9-12 (T, T) (T1) T: float32 float16 int32 int64
Exp 13+ (T) (T) T: bfloat16 float32 float16
Exp 6-12 (T) (T) T: float32 float16
Log 13+ (T) (T) T: float32 float16
Log 6-12 (T) (T) T: float32 float16
Gather 13+ (T, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
Gather 11-12 (T, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
Gather 1-10 (T, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
GatherElements 13+ (T, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
GatherElements 11-12 (T, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
Expand 13+ (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Expand 8-12 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Gelu 20+ (T) (T) T: bfloat16 float32 float16
Gemm 13+ (T, T, T) (T) T: bfloat16 float32 float16
Gemm 11-12 (T, T, T) (T) T: float32 float16
Identity 25+ (V) (V) V: bfloat16 bool float32 float16 int32 int64 uint8
Identity 23-24 (V) (V) V: bfloat16 bool float32 float16 int32 int64 uint8
Identity 21-22 (V) (V) V: bfloat16 bool float32 float16 int32 int64 uint8
Identity 19-20 (V) (V) V: bfloat16 bool float32 float16 int32 int64 uint8
Identity 13-13 (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
If 25+ (B) (V) B: bool; V: bfloat16 bool float32 float16 int32 int64 uint8
If 23-24 (B) (V) B: bool; V: bfloat16 bool float32 float16 int32 int64 uint8
If 21-22 (B) (V) B: bool; V: bfloat16 bool float32 float16 int32 int64 uint8
If 19-20 (B) (V) B: bool; V: bfloat16 bool float32 float16 int32 int64 uint8
Loop 25+ (I, B, V) (V) B: bool; I: int64; V: bfloat16 bool float32 float16 int32 int64 uint8
Loop 23-24 (I, B, V) (V) B: bool; I: int64; V: bfloat16 bool float32 float16 int32 int64 uint8
Loop 21-22 (I, B, V) (V) B: bool; I: int64; V: bfloat16 bool float32 float16 int32 int64 uint8
Loop 19-20 (I, B, V) (V) B: bool; I: int64; V: bfloat16 bool float32 float16 int32 int64 uint8
LayerNormalization 17+ (T, T, T) (T, U, U) T: bfloat16 float32 float16; U: float32
LayerNormalization 1-16 (T, T, T) (T, U, U) T: bfloat16 float32 float16; U: float32; V: bfloat16 float32 float16
LogSoftmax 13+ (T) (T) T: float32 float16
LogSoftmax 11-12 (T) (T) T: float32 float16
Softmax 13+ (T) (T) T: bfloat16 float32 float16
Softmax 11-12 (T) (T) T: float32 float16
MatMul 13+ (T, T) (T) T: bfloat16 float32 float16
MatMul 9-12 (T, T) (T) T: float32 float16
Max 13+ (T) (T) T: bfloat16 float32 float16 int32 int64
Max 12-12 (T) (T) T: bfloat16 float32 float16 int32 int64
Sum 13+ (T) (T) T: bfloat16 float32 float16
Sum 8-12 (T) (T) T: bfloat16 float32 float16
ReduceMax 18+ (T, int64) (T) T: float32 float16 int32 int64
ReduceMax 1-17 (T, int64) (T) T: float32 float16 int32 int64
ReduceSum 13+ (T, int64) (T) T: bfloat16 float32 float16 int32 int64
ReduceSum 1-12 (T, int64) (T) T: float32 float16 int32 int64
Reshape 23+ (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; shape: int64
Reshape 21-22 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; shape: int64
Reshape 19-20 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; shape: int64
ScatterND 18+ (T, int64, T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
ScatterND 16-17 (T, int64, T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
ScatterND 13-15 (T, int64, T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Shape 25+ (T) (T1) T: bfloat16 bool float32 float16 int32 int64 uint8; T1: int64
Shape 23-24 (T) (T1) T: bfloat16 bool float32 float16 int32 int64 uint8; T1: int64
Shape 21-22 (T) (T1) T: bfloat16 bool float32 float16 int32 int64 uint8; T1: int64
Shape 19-20 (T) (T1) T: bfloat16 bool float32 float16 int32 int64 uint8; T1: int64
SimplifiedLayerNormalization 1+ (T, V) (V, U) T: bfloat16 float32 float16; U: float32; V: bfloat16 float32 float16
Slice 13+ (T, Tind, Tind, Tind, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
Slice 11-12 (T, Tind, Tind, Tind, Tind) (T) T: bfloat16 bool float32 float16 int32 int64 uint8; Tind: int32 int64
Split 18+ (T, T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Split 13-17 (T, T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
TopK 24+ (T, int64) (T, I) I: int64; T: bfloat16 float32 float16 int32 int64 uint8
TopK 11-23 (T, int64) (T, I) I: int64; T: float32 float16 int32 int64 uint8
Transpose 25+ (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Transpose 23-24 (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Transpose 21-22 (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Transpose 13-20 (T) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Unsqueeze 25+ (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Unsqueeze 24-24 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Unsqueeze 23-23 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Unsqueeze 21-22 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Unsqueeze 13-20 (T, int64) (T) T: bfloat16 bool float32 float16 int32 int64 uint8
Where 16+ (B, T, T) (T) B: bool; T: bfloat16 float32 float16 int32 int64 uint8
Where 9-15 (B, T, T) (T) B: bool; T: float32 float16 int32 int64 uint8
com.microsoft.GroupQueryAttention 1+ (T, T, T, T_CACHE, T_CACHE, M, M, T, T, int64, T, T, T_KV_SCALE, T_KV_SCALE) (T, T_CACHE, T_CACHE, T) M: int32; T: bfloat16 float16; T_CACHE: bfloat16 float16; T_KV_SCALE: float32
com.microsoft.MatMulNBits 1+ (T1, T2, T1, T3, T4, T1) (T1) T1: bfloat16 float32 float16; T2: uint8; T3: bfloat16 float32 float16 uint8
com.microsoft.MultiHeadAttention 1+ (T, T, T, T, M, T, T, T, M, M) (T, T, T, QK) QK: bfloat16 float32 float16; T: bfloat16 float32 float16
com.microsoft.PackedMultiHeadAttention 1+ (T, T, T, T, M, M, T) (T) T: float32 float16
com.microsoft.QuickGelu 1+ (T) (T) T: bfloat16 float32 float16
com.microsoft.RotaryEmbedding 1+ (T, M, T, T) (T) M: int64; T: bfloat16 float32 float16
`);

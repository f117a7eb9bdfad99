// Where a picture is shown big, among the others.

/** By uuid, or by the number that alarms know. */
export const picturePath = (id: string | number): string => `/playback/recordings?kind=picture&picture=${id}`
